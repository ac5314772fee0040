using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ETicket.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class FamilyCards : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "address1",
                table: "guardian",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "address2",
                table: "guardian",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "address3",
                table: "guardian",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "birth_name",
                table: "guardian",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "emergency",
                table: "guardian",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "kind",
                table: "guardian",
                type: "text",
                nullable: false,
                defaultValueSql: "'Guardian'");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "left_at",
                table: "guardian",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "mobile",
                table: "guardian",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "note",
                table: "guardian",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "pays",
                table: "guardian",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "phone",
                table: "guardian",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "picks_up",
                table: "guardian",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "postal_code",
                table: "guardian",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "relation",
                table: "guardian",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "town",
                table: "guardian",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "work_mobile",
                table: "guardian",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "work_phone",
                table: "guardian",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "address",
                table: "family_child",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "left_at",
                table: "family_child",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "note",
                table: "family_child",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "postal_code",
                table: "family_child",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "town",
                table: "family_child",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "answer",
                table: "family",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "emergency_note",
                table: "family",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "other_note",
                table: "family",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "sent_by",
                table: "family",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "state_since",
                table: "family",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "birth_place",
                table: "child",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "derogation",
                table: "child",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "derogation_reason",
                table: "child",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "diet_id",
                table: "child",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "image_right",
                table: "child",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "leaves_alone",
                table: "child",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "outings",
                table: "child",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "diet",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    label = table.Column<string>(type: "text", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_diet", x => new { x.structure_id, x.id });
                    table.ForeignKey(
                        name: "fk_diet_structure_structure_id",
                        column: x => x.structure_id,
                        principalTable: "structure",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "family_quotient",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    family_id = table.Column<Guid>(type: "uuid", nullable: false),
                    starts_on = table.Column<DateOnly>(type: "date", nullable: false),
                    source = table.Column<string>(type: "text", nullable: false),
                    amount_cents = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_family_quotient", x => new { x.structure_id, x.family_id, x.starts_on });
                    table.CheckConstraint("family_quotient_amount", "amount_cents >= 0");
                    table.ForeignKey(
                        name: "fk_family_quotient_family_structure_id_family_id",
                        columns: x => new { x.structure_id, x.family_id },
                        principalTable: "family",
                        principalColumns: new[] { "structure_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "file_change",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    family_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    subject = table.Column<Guid>(type: "uuid", nullable: false),
                    field = table.Column<string>(type: "text", nullable: false),
                    old_value = table.Column<string>(type: "text", nullable: false),
                    new_value = table.Column<string>(type: "text", nullable: false),
                    asked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    asked_by = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    decided_by = table.Column<string>(type: "text", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_file_change", x => new { x.structure_id, x.id });
                    table.CheckConstraint("file_change_state", "state in ('Pending', 'Accepted', 'Refused', 'Withdrawn')");
                    table.ForeignKey(
                        name: "fk_file_change_family_structure_id_family_id",
                        columns: x => new { x.structure_id, x.family_id },
                        principalTable: "family",
                        principalColumns: new[] { "structure_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "one_payer_per_file",
                table: "guardian",
                columns: new[] { "structure_id", "family_id" },
                unique: true,
                filter: "pays and left_at is null");

            migrationBuilder.AddCheckConstraint(
                name: "guardian_kind",
                table: "guardian",
                sql: "kind in ('Guardian', 'Trusted')");

            migrationBuilder.AddCheckConstraint(
                name: "guardian_letters",
                table: "guardian",
                sql: "not receives_letters or (kind = 'Guardian' and left_at is null)");

            migrationBuilder.AddCheckConstraint(
                name: "guardian_pays",
                table: "guardian",
                sql: "not pays or kind = 'Guardian'");

            migrationBuilder.CreateIndex(
                name: "ix_child_structure_id_diet_id",
                table: "child",
                columns: new[] { "structure_id", "diet_id" });

            migrationBuilder.CreateIndex(
                name: "ix_diet_structure_id_label",
                table: "diet",
                columns: new[] { "structure_id", "label" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_file_change_structure_id_family_id",
                table: "file_change",
                columns: new[] { "structure_id", "family_id" });

            migrationBuilder.CreateIndex(
                name: "one_pending_change_per_field",
                table: "file_change",
                columns: new[] { "structure_id", "family_id", "subject", "field" },
                unique: true,
                filter: "state = 'Pending'");

            migrationBuilder.AddForeignKey(
                name: "fk_child_diet_structure_id_diet_id",
                table: "child",
                columns: new[] { "structure_id", "diet_id" },
                principalTable: "diet",
                principalColumns: new[] { "structure_id", "id" },
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_child_diet_structure_id_diet_id",
                table: "child");

            migrationBuilder.DropTable(
                name: "diet");

            migrationBuilder.DropTable(
                name: "family_quotient");

            migrationBuilder.DropTable(
                name: "file_change");

            migrationBuilder.DropIndex(
                name: "one_payer_per_file",
                table: "guardian");

            migrationBuilder.DropCheckConstraint(
                name: "guardian_kind",
                table: "guardian");

            migrationBuilder.DropCheckConstraint(
                name: "guardian_letters",
                table: "guardian");

            migrationBuilder.DropCheckConstraint(
                name: "guardian_pays",
                table: "guardian");

            migrationBuilder.DropIndex(
                name: "ix_child_structure_id_diet_id",
                table: "child");

            migrationBuilder.DropColumn(
                name: "address1",
                table: "guardian");

            migrationBuilder.DropColumn(
                name: "address2",
                table: "guardian");

            migrationBuilder.DropColumn(
                name: "address3",
                table: "guardian");

            migrationBuilder.DropColumn(
                name: "birth_name",
                table: "guardian");

            migrationBuilder.DropColumn(
                name: "emergency",
                table: "guardian");

            migrationBuilder.DropColumn(
                name: "kind",
                table: "guardian");

            migrationBuilder.DropColumn(
                name: "left_at",
                table: "guardian");

            migrationBuilder.DropColumn(
                name: "mobile",
                table: "guardian");

            migrationBuilder.DropColumn(
                name: "note",
                table: "guardian");

            migrationBuilder.DropColumn(
                name: "pays",
                table: "guardian");

            migrationBuilder.DropColumn(
                name: "phone",
                table: "guardian");

            migrationBuilder.DropColumn(
                name: "picks_up",
                table: "guardian");

            migrationBuilder.DropColumn(
                name: "postal_code",
                table: "guardian");

            migrationBuilder.DropColumn(
                name: "relation",
                table: "guardian");

            migrationBuilder.DropColumn(
                name: "town",
                table: "guardian");

            migrationBuilder.DropColumn(
                name: "work_mobile",
                table: "guardian");

            migrationBuilder.DropColumn(
                name: "work_phone",
                table: "guardian");

            migrationBuilder.DropColumn(
                name: "address",
                table: "family_child");

            migrationBuilder.DropColumn(
                name: "left_at",
                table: "family_child");

            migrationBuilder.DropColumn(
                name: "note",
                table: "family_child");

            migrationBuilder.DropColumn(
                name: "postal_code",
                table: "family_child");

            migrationBuilder.DropColumn(
                name: "town",
                table: "family_child");

            migrationBuilder.DropColumn(
                name: "answer",
                table: "family");

            migrationBuilder.DropColumn(
                name: "emergency_note",
                table: "family");

            migrationBuilder.DropColumn(
                name: "other_note",
                table: "family");

            migrationBuilder.DropColumn(
                name: "sent_by",
                table: "family");

            migrationBuilder.DropColumn(
                name: "state_since",
                table: "family");

            migrationBuilder.DropColumn(
                name: "birth_place",
                table: "child");

            migrationBuilder.DropColumn(
                name: "derogation",
                table: "child");

            migrationBuilder.DropColumn(
                name: "derogation_reason",
                table: "child");

            migrationBuilder.DropColumn(
                name: "diet_id",
                table: "child");

            migrationBuilder.DropColumn(
                name: "image_right",
                table: "child");

            migrationBuilder.DropColumn(
                name: "leaves_alone",
                table: "child");

            migrationBuilder.DropColumn(
                name: "outings",
                table: "child");
        }
    }
}
