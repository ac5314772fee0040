using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ETicket.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class LatePayments : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "ix_payment_step_structure_id_payment_id",
                table: "payment_step",
                columns: new[] { "structure_id", "payment_id" },
                filter: "from_state in ('Refused', 'Cancelled', 'Expired') and to_state in ('Paid', 'Promised')");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_payment_step_structure_id_payment_id",
                table: "payment_step");
        }
    }
}
