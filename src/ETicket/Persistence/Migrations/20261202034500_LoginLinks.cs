using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ETicket.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class LoginLinks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "login_link",
                columns: table => new
                {
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    purpose = table.Column<string>(type: "text", nullable: false),
                    login_id = table.Column<Guid>(type: "uuid", nullable: false),
                    asked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    used_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_login_link", x => x.hash);
                    table.ForeignKey(
                        name: "fk_login_link_login_login_id",
                        column: x => x.login_id,
                        principalTable: "login",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_login_link_login_id",
                table: "login_link",
                column: "login_id");

            // Whoever forgot a password is looked for by address, in every structure.
            migrationBuilder.Sql("create index ix_guardian_address on guardian (lower(trim(email)))");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("drop index ix_guardian_address");

            migrationBuilder.DropTable(
                name: "login_link");
        }
    }
}
