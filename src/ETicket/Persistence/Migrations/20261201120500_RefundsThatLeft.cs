using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ETicket.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class RefundsThatLeft : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "confirmed_at",
                table: "refund_request",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "left_at",
                table: "refund_request",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "left_by",
                table: "refund_request",
                type: "text",
                nullable: true);

            migrationBuilder.AddCheckConstraint(
                name: "refund_request_left_under_a_number",
                table: "refund_request",
                sql: "(left_by is null) = (left_at is null) and (left_by is null or made_as is not null) and (confirmed_at is null or left_by is not null)");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "refund_request_left_under_a_number",
                table: "refund_request");

            migrationBuilder.DropColumn(
                name: "confirmed_at",
                table: "refund_request");

            migrationBuilder.DropColumn(
                name: "left_at",
                table: "refund_request");

            migrationBuilder.DropColumn(
                name: "left_by",
                table: "refund_request");
        }
    }
}
