using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ETicket.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class PlanningGate : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "file_state",
                table: "family",
                type: "text",
                nullable: false,
                defaultValueSql: "'Validated'");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "waits_since",
                table: "enrolment",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddCheckConstraint(
                name: "family_file_state",
                table: "family",
                sql: "file_state in ('Validated', 'ToSend', 'Sent', 'ToComplete')");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "family_file_state",
                table: "family");

            migrationBuilder.DropColumn(
                name: "waits_since",
                table: "enrolment");

            migrationBuilder.DropColumn(
                name: "file_state",
                table: "family");
        }
    }
}
