using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ETicket.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class SecondAccesses : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "access_needs_email",
                table: "structure",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "second_account",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    family_id = table.Column<Guid>(type: "uuid", nullable: false),
                    guardian_id = table.Column<Guid>(type: "uuid", nullable: false),
                    email = table.Column<string>(type: "text", nullable: false),
                    asked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    asked_by = table.Column<Guid>(type: "uuid", nullable: true),
                    state = table.Column<string>(type: "text", nullable: false),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    decided_by = table.Column<string>(type: "text", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: true),
                    hash = table.Column<byte[]>(type: "bytea", nullable: true),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    opened_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_second_account", x => new { x.structure_id, x.id });
                    table.CheckConstraint("second_account_answered", "state in ('Pending', 'Accepted', 'Refused') and (state = 'Pending') = (decided_at is null)");
                    table.CheckConstraint("second_account_link_after_a_yes", "(state = 'Accepted') = (hash is not null) and (hash is null) = (expires_at is null) and (opened_at is null or state = 'Accepted')");
                    table.ForeignKey(
                        name: "fk_second_account_family_structure_id_family_id",
                        columns: x => new { x.structure_id, x.family_id },
                        principalTable: "family",
                        principalColumns: new[] { "structure_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_second_account_guardian_structure_id_guardian_id",
                        columns: x => new { x.structure_id, x.guardian_id },
                        principalTable: "guardian",
                        principalColumns: new[] { "structure_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_second_account_structure_id_family_id",
                table: "second_account",
                columns: new[] { "structure_id", "family_id" });

            migrationBuilder.CreateIndex(
                name: "one_pending_access_per_adult",
                table: "second_account",
                columns: new[] { "structure_id", "guardian_id" },
                unique: true,
                filter: "state = 'Pending'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // Nothing the SQL files make reads the table or the column.
            migrationBuilder.DropTable(
                name: "second_account");

            migrationBuilder.DropColumn(
                name: "access_needs_email",
                table: "structure");
        }
    }
}
