using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ETicket.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class InvoiceDetail : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "tariff",
                table: "receipt_line",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "tariff",
                table: "payment_line",
                type: "text",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "invoice_line",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    invoice_id = table.Column<Guid>(type: "uuid", nullable: false),
                    line = table.Column<int>(type: "integer", nullable: false),
                    child_id = table.Column<Guid>(type: "uuid", nullable: true),
                    activity_id = table.Column<Guid>(type: "uuid", nullable: true),
                    label = table.Column<string>(type: "text", nullable: false),
                    quantity = table.Column<int>(type: "integer", nullable: false),
                    unit_price_cents = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_invoice_line", x => new { x.structure_id, x.invoice_id, x.line });
                    table.CheckConstraint("invoice_line_positive", "line > 0 and quantity > 0 and unit_price_cents >= 0");
                    table.ForeignKey(
                        name: "fk_invoice_line_child_structure_id_child_id",
                        columns: x => new { x.structure_id, x.child_id },
                        principalTable: "child",
                        principalColumns: new[] { "structure_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_invoice_line_invoice_structure_id_invoice_id",
                        columns: x => new { x.structure_id, x.invoice_id },
                        principalTable: "invoice",
                        principalColumns: new[] { "structure_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_invoice_line_structure_id_child_id",
                table: "invoice_line",
                columns: new[] { "structure_id", "child_id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // What the SQL files made of this table goes first: they are run whole after any migration, and make again what the version reached has.
            migrationBuilder.Sql("""
                drop view if exists violations;
                drop function if exists childcare_lots(uuid, bigint);
                """);

            migrationBuilder.DropTable(
                name: "invoice_line");

            migrationBuilder.DropColumn(
                name: "tariff",
                table: "receipt_line");

            migrationBuilder.DropColumn(
                name: "tariff",
                table: "payment_line");
        }
    }
}
