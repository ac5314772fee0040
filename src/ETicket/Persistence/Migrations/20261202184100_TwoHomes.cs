using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace ETicket.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class TwoHomes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "derogation_reason",
                table: "family_child",
                type: "text",
                nullable: true);

            // To the home that wrote it: the only one of the child, else the one whose request was accepted last. Where nobody can tell, no home reads what may be the other's.
            migrationBuilder.Sql("""
                update family_child h set derogation_reason = c.derogation_reason
                from child c
                where c.structure_id = h.structure_id and c.id = h.child_id and c.derogation_reason is not null
                  and (not exists (select from family_child o where o.structure_id = h.structure_id and o.child_id = h.child_id and o.family_id <> h.family_id)
                       or h.family_id = (
                         select f.family_id from file_change f
                         where f.structure_id = h.structure_id and f.subject = h.child_id and f.field = 'DerogationReason' and f.state = 'Accepted'
                         order by f.decided_at desc limit 1));
                """);

            migrationBuilder.DropColumn(
                name: "derogation_reason",
                table: "child");

            migrationBuilder.CreateTable(
                name: "custody_book",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    child_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    changed_by = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_custody_book", x => new { x.structure_id, x.child_id });
                    table.ForeignKey(
                        name: "fk_custody_book_child_structure_id_child_id",
                        columns: x => new { x.structure_id, x.child_id },
                        principalTable: "child",
                        principalColumns: new[] { "structure_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "custody_rule",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    child_id = table.Column<Guid>(type: "uuid", nullable: false),
                    first_day = table.Column<DateOnly>(type: "date", nullable: false),
                    last_day = table.Column<DateOnly>(type: "date", nullable: true),
                    family_id = table.Column<Guid>(type: "uuid", nullable: true),
                    other_family_id = table.Column<Guid>(type: "uuid", nullable: true),
                    odd = table.Column<int[]>(type: "integer[]", nullable: false),
                    even = table.Column<int[]>(type: "integer[]", nullable: false),
                    label = table.Column<string>(type: "text", nullable: true),
                    set_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    set_by = table.Column<string>(type: "text", nullable: false),
                    withdrawn_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    withdrawn_by = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_custody_rule", x => new { x.structure_id, x.id });
                    table.CheckConstraint("custody_rule_ends_after_it_began", "last_day >= first_day");
                    table.CheckConstraint("custody_rule_two_homes", "(family_id is null) = (other_family_id is null) and (family_id is null or family_id <> other_family_id)");
                    table.CheckConstraint("custody_rule_weekdays", "odd <@ array[1, 2, 3, 4, 5, 6, 7] and even <@ array[1, 2, 3, 4, 5, 6, 7]");
                    table.CheckConstraint("custody_rule_withdrawn_by", "(withdrawn_at is null) = (withdrawn_by is null)");
                    table.ForeignKey(
                        name: "fk_custody_rule_custody_book_structure_id_child_id",
                        columns: x => new { x.structure_id, x.child_id },
                        principalTable: "custody_book",
                        principalColumns: new[] { "structure_id", "child_id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_custody_rule_family_child_structure_id_family_id_child_id",
                        columns: x => new { x.structure_id, x.family_id, x.child_id },
                        principalTable: "family_child",
                        principalColumns: new[] { "structure_id", "family_id", "child_id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_custody_rule_family_child_structure_id_other_family_id_chil~",
                        columns: x => new { x.structure_id, x.other_family_id, x.child_id },
                        principalTable: "family_child",
                        principalColumns: new[] { "structure_id", "family_id", "child_id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_custody_rule_structure_id_family_id_child_id",
                table: "custody_rule",
                columns: new[] { "structure_id", "family_id", "child_id" });

            migrationBuilder.CreateIndex(
                name: "ix_custody_rule_structure_id_other_family_id_child_id",
                table: "custody_rule",
                columns: new[] { "structure_id", "other_family_id", "child_id" });

            migrationBuilder.CreateIndex(
                name: "one_custody_rule_per_span",
                table: "custody_rule",
                columns: new[] { "structure_id", "child_id", "first_day", "last_day" },
                unique: true,
                filter: "withdrawn_at is null")
                .Annotation("Npgsql:NullsDistinct", false);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // Functions that read these tables, and that no earlier version knows; those it shares with this one are made again by the SQL files, run whole after any migration.
            migrationBuilder.Sql("""
                drop function if exists planning_move_custody(uuid, uuid, text);
                drop function if exists planning_custody_click(uuid, uuid, text, jsonb);
                drop function if exists planning_custody_due(uuid, uuid);
                drop function if exists planning_custody(uuid, uuid, date);
                """);

            migrationBuilder.AddColumn<string>(
                name: "derogation_reason",
                table: "child",
                type: "text",
                nullable: true);

            migrationBuilder.Sql("""
                update child c set derogation_reason = h.derogation_reason
                from family_child h
                where h.structure_id = c.structure_id and h.child_id = c.id and h.derogation_reason is not null;
                """);

            migrationBuilder.DropColumn(
                name: "derogation_reason",
                table: "family_child");

            migrationBuilder.DropTable(
                name: "custody_rule");

            migrationBuilder.DropTable(
                name: "custody_book");
        }
    }
}
