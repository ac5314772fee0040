using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ETicket.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class HeadsAndHolders : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "wallet_id",
                table: "booking_change",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "head",
                table: "receipt",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "head",
                table: "invoice",
                type: "jsonb",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "wallet_id",
                table: "booking_change");

            migrationBuilder.DropColumn(
                name: "head",
                table: "receipt");

            migrationBuilder.DropColumn(
                name: "head",
                table: "invoice");
        }
    }
}
