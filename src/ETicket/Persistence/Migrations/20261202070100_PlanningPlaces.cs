using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ETicket.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class PlanningPlaces : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "capacity",
                table: "activity",
                type: "integer",
                nullable: true);

            migrationBuilder.AddCheckConstraint(
                name: "activity_has_a_place",
                table: "activity",
                sql: "capacity > 0");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "activity_has_a_place",
                table: "activity");

            migrationBuilder.DropColumn(
                name: "capacity",
                table: "activity");
        }
    }
}
