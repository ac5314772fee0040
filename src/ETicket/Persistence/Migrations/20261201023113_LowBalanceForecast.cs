using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace ETicket.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class LowBalanceForecast : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "low_balance_days",
                table: "structure",
                type: "integer",
                nullable: false,
                defaultValue: 5);

            migrationBuilder.AddColumn<int>(
                name: "low_balance_days",
                table: "guardian",
                type: "integer",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "low_balance_notice",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    guardian_id = table.Column<Guid>(type: "uuid", nullable: false),
                    wallet_id = table.Column<long>(type: "bigint", nullable: false),
                    transfer_id = table.Column<long>(type: "bigint", nullable: false),
                    told_on = table.Column<DateOnly>(type: "date", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_low_balance_notice", x => new { x.structure_id, x.guardian_id, x.wallet_id });
                    table.ForeignKey(
                        name: "fk_low_balance_notice_guardian_structure_id_guardian_id",
                        columns: x => new { x.structure_id, x.guardian_id },
                        principalTable: "guardian",
                        principalColumns: new[] { "structure_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_low_balance_notice_wallet_structure_id_wallet_id",
                        columns: x => new { x.structure_id, x.wallet_id },
                        principalTable: "wallet",
                        principalColumns: new[] { "structure_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "standing_booking",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    family_id = table.Column<Guid>(type: "uuid", nullable: false),
                    child_id = table.Column<Guid>(type: "uuid", nullable: false),
                    activity_id = table.Column<Guid>(type: "uuid", nullable: false),
                    weekdays = table.Column<int[]>(type: "integer[]", nullable: false),
                    every_weeks = table.Column<int>(type: "integer", nullable: false),
                    starts_on = table.Column<DateOnly>(type: "date", nullable: false),
                    ends_on = table.Column<DateOnly>(type: "date", nullable: true),
                    set_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    set_by = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_standing_booking", x => new { x.structure_id, x.id });
                    table.CheckConstraint("standing_booking_ends_after_its_start", "ends_on >= starts_on - 1");
                    table.CheckConstraint("standing_booking_rhythm", "every_weeks between 1 and 8");
                    table.CheckConstraint("standing_booking_weekdays", "cardinality(weekdays) between 1 and 7 and weekdays <@ array[1, 2, 3, 4, 5, 6, 7]");
                    table.ForeignKey(
                        name: "fk_standing_booking_activity_structure_id_activity_id",
                        columns: x => new { x.structure_id, x.activity_id },
                        principalTable: "activity",
                        principalColumns: new[] { "structure_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_standing_booking_family_child_structure_id_family_id_child_~",
                        columns: x => new { x.structure_id, x.family_id, x.child_id },
                        principalTable: "family_child",
                        principalColumns: new[] { "structure_id", "family_id", "child_id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "standing_exception",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    standing_booking_id = table.Column<long>(type: "bigint", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    excepted = table.Column<bool>(type: "boolean", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    by = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_standing_exception", x => new { x.structure_id, x.standing_booking_id, x.day });
                    table.ForeignKey(
                        name: "fk_standing_exception_standing_booking_structure_id_standing_b~",
                        columns: x => new { x.structure_id, x.standing_booking_id },
                        principalTable: "standing_booking",
                        principalColumns: new[] { "structure_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.AddCheckConstraint(
                name: "structure_low_balance_days",
                table: "structure",
                sql: "low_balance_days between 1 and 30");

            migrationBuilder.AddCheckConstraint(
                name: "guardian_low_balance_days",
                table: "guardian",
                sql: "low_balance_days between 1 and 30");

            migrationBuilder.CreateIndex(
                name: "ix_low_balance_notice_structure_id_wallet_id",
                table: "low_balance_notice",
                columns: new[] { "structure_id", "wallet_id" });

            migrationBuilder.CreateIndex(
                name: "ix_standing_booking_structure_id_activity_id",
                table: "standing_booking",
                columns: new[] { "structure_id", "activity_id" });

            migrationBuilder.CreateIndex(
                name: "ix_standing_booking_structure_id_child_id_activity_id",
                table: "standing_booking",
                columns: new[] { "structure_id", "child_id", "activity_id" });

            migrationBuilder.CreateIndex(
                name: "ix_standing_booking_structure_id_family_id_child_id",
                table: "standing_booking",
                columns: new[] { "structure_id", "family_id", "child_id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "low_balance_notice");

            migrationBuilder.DropTable(
                name: "standing_exception");

            migrationBuilder.DropTable(
                name: "standing_booking");

            migrationBuilder.DropCheckConstraint(
                name: "structure_low_balance_days",
                table: "structure");

            migrationBuilder.DropCheckConstraint(
                name: "guardian_low_balance_days",
                table: "guardian");

            migrationBuilder.DropColumn(
                name: "low_balance_days",
                table: "structure");

            migrationBuilder.DropColumn(
                name: "low_balance_days",
                table: "guardian");
        }
    }
}
