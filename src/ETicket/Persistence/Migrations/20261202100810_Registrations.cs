using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ETicket.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Registrations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "opens_registration",
                table: "structure",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "registration_code",
                table: "structure",
                type: "text",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "registration",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    first_name = table.Column<string>(type: "text", nullable: false),
                    last_name = table.Column<string>(type: "text", nullable: false),
                    email = table.Column<string>(type: "text", nullable: false),
                    password_hash = table.Column<string>(type: "text", nullable: false),
                    texts = table.Column<Guid[]>(type: "uuid[]", nullable: false),
                    asked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    done_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_registration", x => new { x.structure_id, x.hash });
                    table.ForeignKey(
                        name: "fk_registration_structure_structure_id",
                        column: x => x.structure_id,
                        principalTable: "structure",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "structure_text",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    body = table.Column<string>(type: "text", nullable: false),
                    starts_on = table.Column<DateOnly>(type: "date", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_structure_text", x => new { x.structure_id, x.id });
                    table.ForeignKey(
                        name: "fk_structure_text_structure_structure_id",
                        column: x => x.structure_id,
                        principalTable: "structure",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "agreement",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    login_id = table.Column<Guid>(type: "uuid", nullable: false),
                    text_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_agreement", x => new { x.structure_id, x.login_id, x.text_id });
                    table.ForeignKey(
                        name: "fk_agreement_login_login_id",
                        column: x => x.login_id,
                        principalTable: "login",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_agreement_structure_text_structure_id_text_id",
                        columns: x => new { x.structure_id, x.text_id },
                        principalTable: "structure_text",
                        principalColumns: new[] { "structure_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_structure_registration_code",
                table: "structure",
                column: "registration_code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_agreement_login_id",
                table: "agreement",
                column: "login_id");

            migrationBuilder.CreateIndex(
                name: "ix_agreement_structure_id_text_id",
                table: "agreement",
                columns: new[] { "structure_id", "text_id" });

            migrationBuilder.CreateIndex(
                name: "ix_structure_text_structure_id_kind_version",
                table: "structure_text",
                columns: new[] { "structure_id", "kind", "version" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "agreement");

            migrationBuilder.DropTable(
                name: "registration");

            migrationBuilder.DropTable(
                name: "structure_text");

            migrationBuilder.DropIndex(
                name: "ix_structure_registration_code",
                table: "structure");

            migrationBuilder.DropColumn(
                name: "opens_registration",
                table: "structure");

            migrationBuilder.DropColumn(
                name: "registration_code",
                table: "structure");
        }
    }
}
