using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace ETicket.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class AccountsAndHistory : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "address",
                table: "outbox_letter",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "new_email",
                table: "login_link",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "ended_at",
                table: "login_access",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "login_event",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    login_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    device = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_login_event", x => x.id);
                    table.ForeignKey(
                        name: "fk_login_event_login_login_id",
                        column: x => x.login_id,
                        principalTable: "login",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_login_event_login_id_at",
                table: "login_event",
                columns: new[] { "login_id", "at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // The view reads the address: it goes first, and the SQL files, run whole after any migration, make again what the version reached has.
            migrationBuilder.Sql("drop view if exists violations;");

            migrationBuilder.DropTable(
                name: "login_event");

            migrationBuilder.DropColumn(
                name: "address",
                table: "outbox_letter");

            migrationBuilder.DropColumn(
                name: "new_email",
                table: "login_link");

            migrationBuilder.DropColumn(
                name: "ended_at",
                table: "login_access");
        }
    }
}
