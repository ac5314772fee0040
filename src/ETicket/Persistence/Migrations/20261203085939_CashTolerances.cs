using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ETicket.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class CashTolerances : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "payment_paper_cheque_whole",
                table: "payment_paper");

            migrationBuilder.DropCheckConstraint(
                name: "payment_paper_short",
                table: "payment_paper");

            migrationBuilder.RenameColumn(
                name: "drawer",
                table: "payment_paper",
                newName: "signer");

            migrationBuilder.CreateTable(
                name: "cash_tolerance",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    payment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    allowed_by_id = table.Column<Guid>(type: "uuid", nullable: false),
                    allowed_by = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    cash_cents = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_cash_tolerance", x => new { x.structure_id, x.payment_id });
                    table.CheckConstraint("cash_tolerance_says_why", "trim(reason) <> '' and cash_cents > 0");
                    table.ForeignKey(
                        name: "fk_cash_tolerance_payment_structure_id_payment_id",
                        columns: x => new { x.structure_id, x.payment_id },
                        principalTable: "payment",
                        principalColumns: new[] { "structure_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.AddCheckConstraint(
                name: "payment_paper_cheque_whole",
                table: "payment_paper",
                sql: "(bank is null) = (signer is null) and (bank is null or (number is not null and face_cents is null))");

            migrationBuilder.AddCheckConstraint(
                name: "payment_paper_short",
                table: "payment_paper",
                sql: "length(number) <= 30 and length(bank) <= 60 and length(signer) <= 100");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // The view reads the tolerances: it goes first, and the SQL files, run whole after any migration, make again what the version reached has.
            migrationBuilder.Sql("drop view if exists violations;");

            migrationBuilder.DropTable(
                name: "cash_tolerance");

            migrationBuilder.DropCheckConstraint(
                name: "payment_paper_cheque_whole",
                table: "payment_paper");

            migrationBuilder.DropCheckConstraint(
                name: "payment_paper_short",
                table: "payment_paper");

            migrationBuilder.RenameColumn(
                name: "signer",
                table: "payment_paper",
                newName: "drawer");

            migrationBuilder.AddCheckConstraint(
                name: "payment_paper_cheque_whole",
                table: "payment_paper",
                sql: "(bank is null) = (drawer is null) and (bank is null or (number is not null and face_cents is null))");

            migrationBuilder.AddCheckConstraint(
                name: "payment_paper_short",
                table: "payment_paper",
                sql: "length(number) <= 30 and length(bank) <= 60 and length(drawer) <= 100");
        }
    }
}
