using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ETicket.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class FewerIndexes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_receipt_structure_id_payment_id",
                table: "receipt");

            migrationBuilder.DropIndex(
                name: "one_sale_receipt_per_payment",
                table: "receipt");

            migrationBuilder.DropPrimaryKey(
                name: "pk_payment_step",
                table: "payment_step");

            migrationBuilder.DropIndex(
                name: "ix_payment_step_structure_id_payment_id",
                table: "payment_step");

            migrationBuilder.DropIndex(
                name: "ix_payment_regie_id_reference",
                table: "payment");

            migrationBuilder.DropIndex(
                name: "ix_payment_structure_id_regie_id",
                table: "payment");

            migrationBuilder.AddColumn<bool>(
                name: "sale",
                table: "receipt",
                type: "boolean",
                nullable: true,
                computedColumnSql: "case when kind = 'Sale' then true end",
                stored: true);

            migrationBuilder.AddPrimaryKey(
                name: "pk_payment_step",
                table: "payment_step",
                columns: new[] { "structure_id", "payment_id", "id" });

            migrationBuilder.CreateIndex(
                name: "one_sale_receipt_per_payment",
                table: "receipt",
                columns: new[] { "structure_id", "payment_id", "sale" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_payment_structure_id_regie_id_reference",
                table: "payment",
                columns: new[] { "structure_id", "regie_id", "reference" },
                unique: true,
                filter: "provider <> 'Counter'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "one_sale_receipt_per_payment",
                table: "receipt");

            migrationBuilder.DropPrimaryKey(
                name: "pk_payment_step",
                table: "payment_step");

            migrationBuilder.DropIndex(
                name: "ix_payment_structure_id_regie_id_reference",
                table: "payment");

            migrationBuilder.DropColumn(
                name: "sale",
                table: "receipt");

            migrationBuilder.AddPrimaryKey(
                name: "pk_payment_step",
                table: "payment_step",
                columns: new[] { "structure_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_receipt_structure_id_payment_id",
                table: "receipt",
                columns: new[] { "structure_id", "payment_id" });

            migrationBuilder.CreateIndex(
                name: "one_sale_receipt_per_payment",
                table: "receipt",
                columns: new[] { "structure_id", "payment_id" },
                unique: true,
                filter: "kind = 'Sale'");

            migrationBuilder.CreateIndex(
                name: "ix_payment_step_structure_id_payment_id",
                table: "payment_step",
                columns: new[] { "structure_id", "payment_id" });

            migrationBuilder.CreateIndex(
                name: "ix_payment_regie_id_reference",
                table: "payment",
                columns: new[] { "regie_id", "reference" },
                unique: true,
                filter: "provider <> 'Counter'");

            migrationBuilder.CreateIndex(
                name: "ix_payment_structure_id_regie_id",
                table: "payment",
                columns: new[] { "structure_id", "regie_id" });
        }
    }
}
