using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ETicket.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class WhoUndid : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "actor",
                table: "entry",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "bank_on",
                table: "entry",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "asked_by",
                table: "refund_request",
                type: "text",
                nullable: true);

            migrationBuilder.InsertData(
                table: "payment_edge",
                columns: new[] { "from_state", "to_state" },
                values: new object[] { "Refunded", "ChargedBack" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // Nothing the SQL files make reads these columns: the audit and the functions of the journal name their own.
            migrationBuilder.DeleteData(
                table: "payment_edge",
                keyColumns: new[] { "from_state", "to_state" },
                keyValues: new object[] { "Refunded", "ChargedBack" });

            migrationBuilder.DropColumn(
                name: "asked_by",
                table: "refund_request");

            migrationBuilder.DropColumn(
                name: "bank_on",
                table: "entry");

            migrationBuilder.DropColumn(
                name: "actor",
                table: "entry");
        }
    }
}
