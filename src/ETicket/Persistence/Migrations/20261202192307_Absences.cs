using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace ETicket.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Absences : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "absence",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    family_id = table.Column<Guid>(type: "uuid", nullable: false),
                    child_id = table.Column<Guid>(type: "uuid", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    first_day = table.Column<DateOnly>(type: "date", nullable: false),
                    last_day = table.Column<DateOnly>(type: "date", nullable: false),
                    told_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    told_by = table.Column<string>(type: "text", nullable: false),
                    withdrawn_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_absence", x => new { x.structure_id, x.id });
                    table.CheckConstraint("absence_ends_after_its_start", "last_day >= first_day");
                    table.CheckConstraint("absence_reason", "reason in ('Illness', 'Outing', 'Strike', 'Other')");
                    table.ForeignKey(
                        name: "fk_absence_family_child_structure_id_family_id_child_id",
                        columns: x => new { x.structure_id, x.family_id, x.child_id },
                        principalTable: "family_child",
                        principalColumns: new[] { "structure_id", "family_id", "child_id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "absence_rule",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    activity_id = table.Column<Guid>(type: "uuid", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    starts_on = table.Column<DateOnly>(type: "date", nullable: false),
                    told_days_before = table.Column<int>(type: "integer", nullable: false),
                    told_at_minute = table.Column<int>(type: "integer", nullable: false),
                    first_days_kept = table.Column<int>(type: "integer", nullable: false),
                    proof_within_hours = table.Column<int>(type: "integer", nullable: true),
                    gives_back = table.Column<bool>(type: "boolean", nullable: false),
                    decision = table.Column<string>(type: "text", nullable: true),
                    set_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    set_by = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_absence_rule", x => new { x.structure_id, x.activity_id, x.reason, x.starts_on });
                    table.CheckConstraint("absence_rule_limits", "told_days_before between -7 and 7 and told_at_minute between 0 and 1440 and first_days_kept between 0 and 7 and proof_within_hours between 1 and 720");
                    table.CheckConstraint("absence_rule_reason", "reason in ('Illness', 'Outing', 'Strike', 'Other')");
                    table.ForeignKey(
                        name: "fk_absence_rule_activity_structure_id_activity_id",
                        columns: x => new { x.structure_id, x.activity_id },
                        principalTable: "activity",
                        principalColumns: new[] { "structure_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "absence_day",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    absence_id = table.Column<long>(type: "bigint", nullable: false),
                    activity_id = table.Column<Guid>(type: "uuid", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    child_id = table.Column<Guid>(type: "uuid", nullable: false),
                    booking_id = table.Column<long>(type: "bigint", nullable: false),
                    rule_starts_on = table.Column<DateOnly>(type: "date", nullable: true),
                    state = table.Column<string>(type: "text", nullable: false),
                    why = table.Column<string>(type: "text", nullable: true),
                    proof_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    decided_by = table.Column<string>(type: "text", nullable: true),
                    answer = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_absence_day", x => new { x.structure_id, x.absence_id, x.activity_id, x.day });
                    table.CheckConstraint("absence_day_refused_says_why", "(state <> 'Refused' or why is not null) and (state <> 'WaitsForProof' or proof_until is not null)");
                    table.CheckConstraint("absence_day_state", "state in ('WaitsForProof', 'ProofSent', 'Accepted', 'Refused', 'Withdrawn', 'GivenBack')");
                    table.ForeignKey(
                        name: "fk_absence_day_absence_structure_id_absence_id",
                        columns: x => new { x.structure_id, x.absence_id },
                        principalTable: "absence",
                        principalColumns: new[] { "structure_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_absence_day_booking_structure_id_activity_id_day_child_id",
                        columns: x => new { x.structure_id, x.activity_id, x.day, x.child_id },
                        principalTable: "booking",
                        principalColumns: new[] { "structure_id", "activity_id", "day", "child_id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_absence_structure_id_family_id_child_id",
                table: "absence",
                columns: new[] { "structure_id", "family_id", "child_id" });

            migrationBuilder.CreateIndex(
                name: "ix_absence_day_structure_id_activity_id_day_child_id",
                table: "absence_day",
                columns: new[] { "structure_id", "activity_id", "day", "child_id" },
                unique: true,
                filter: "state <> 'Withdrawn'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // Nothing the SQL files make reads these tables; their guards go with them.
            migrationBuilder.DropTable(
                name: "absence_day");

            migrationBuilder.DropTable(
                name: "absence_rule");

            migrationBuilder.DropTable(
                name: "absence");
        }
    }
}
