using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace ETicket.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class LettersStoppedAndUndelivered : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "letter_stop",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    guardian_id = table.Column<Guid>(type: "uuid", nullable: false),
                    topic = table.Column<string>(type: "text", nullable: false),
                    token = table.Column<Guid>(type: "uuid", nullable: false),
                    stopped_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_letter_stop", x => new { x.structure_id, x.guardian_id, x.topic });
                });

            migrationBuilder.CreateTable(
                name: "undelivered_letter",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    letter_id = table.Column<long>(type: "bigint", nullable: false),
                    failed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    address = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    detail = table.Column<string>(type: "text", nullable: false),
                    resolved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    resolved_by = table.Column<string>(type: "text", nullable: true),
                    outcome = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_undelivered_letter", x => new { x.structure_id, x.id });
                    table.ForeignKey(
                        name: "fk_undelivered_letter_outbox_letter_structure_id_letter_id",
                        columns: x => new { x.structure_id, x.letter_id },
                        principalTable: "outbox_letter",
                        principalColumns: new[] { "structure_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_letter_stop_structure_id_token",
                table: "letter_stop",
                columns: new[] { "structure_id", "token" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_undelivered_letter_structure_id_letter_id",
                table: "undelivered_letter",
                columns: new[] { "structure_id", "letter_id" },
                unique: true,
                filter: "resolved_at is null");

            // What was given up before there was a list to show it on.
            migrationBuilder.Sql("""
                insert into undelivered_letter (structure_id, letter_id, failed_at, address, reason, detail)
                select structure_id, id, coalesce(claimed_at, queued_at), '', 'Refused', coalesce(last_error, '') from outbox_letter where state = 'failed'
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "letter_stop");

            migrationBuilder.DropTable(
                name: "undelivered_letter");
        }
    }
}
