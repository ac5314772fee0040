using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ETicket.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class CounterPapers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(
                name: "pk_allowed_means",
                table: "allowed_means");

            migrationBuilder.AddColumn<string>(
                name: "ending_decision",
                table: "allowed_means",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "ends_on",
                table: "allowed_means",
                type: "date",
                nullable: true);

            migrationBuilder.AddPrimaryKey(
                name: "pk_allowed_means",
                table: "allowed_means",
                columns: new[] { "structure_id", "service_id", "means", "starts_on" });

            migrationBuilder.CreateTable(
                name: "payment_paper",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    payment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    rank = table.Column<int>(type: "integer", nullable: false),
                    number = table.Column<string>(type: "text", nullable: true),
                    bank = table.Column<string>(type: "text", nullable: true),
                    drawer = table.Column<string>(type: "text", nullable: true),
                    face_cents = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_payment_paper", x => new { x.structure_id, x.payment_id, x.rank });
                    table.CheckConstraint("payment_paper_cheque_whole", "(bank is null) = (drawer is null) and (bank is null or (number is not null and face_cents is null))");
                    table.CheckConstraint("payment_paper_says_something", "rank > 0 and (number is not null or face_cents is not null)");
                    table.CheckConstraint("payment_paper_short", "length(number) <= 30 and length(bank) <= 60 and length(drawer) <= 100");
                    table.CheckConstraint("payment_paper_worth", "face_cents > 0");
                    table.ForeignKey(
                        name: "fk_payment_paper_payment_structure_id_payment_id",
                        columns: x => new { x.structure_id, x.payment_id },
                        principalTable: "payment",
                        principalColumns: new[] { "structure_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            // What was sold before: the number of a cheque was its reference, unless it was one of ours; nobody noted its bank or its drawer, nor what was printed on a voucher.
            migrationBuilder.Sql("""
                insert into payment_paper (structure_id, payment_id, rank, number, bank, drawer, face_cents)
                select structure_id, id, 1, case when means = 'CHEQUE' then case when reference ~ '^ET[0-9A-F]{26}$' then 'non noté' else left(reference, 30) end end,
                       case when means = 'CHEQUE' then 'banque non notée' end, case when means = 'CHEQUE' then 'personne non notée' end, case when means <> 'CHEQUE' then amount_cents end
                from payment where provider = 'Counter' and means in ('CHEQUE', 'CESU', 'ANCV');
                """);

            migrationBuilder.CreateIndex(
                name: "means_allowed_once",
                table: "allowed_means",
                columns: new[] { "structure_id", "service_id", "means" },
                unique: true,
                filter: "ends_on is null");

            migrationBuilder.AddCheckConstraint(
                name: "allowed_means_ends_by_a_decision",
                table: "allowed_means",
                sql: "(ends_on is null) = (ending_decision is null) and ends_on >= starts_on");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // The view reads the papers: it goes first, and the SQL files, run whole after any migration, make again what the version reached has.
            migrationBuilder.Sql("drop view if exists violations;");

            migrationBuilder.DropTable(
                name: "payment_paper");

            // A means that was withdrawn does not come back with the column that said so.
            migrationBuilder.Sql("delete from allowed_means where ends_on is not null;");

            migrationBuilder.DropPrimaryKey(
                name: "pk_allowed_means",
                table: "allowed_means");

            migrationBuilder.DropIndex(
                name: "means_allowed_once",
                table: "allowed_means");

            migrationBuilder.DropCheckConstraint(
                name: "allowed_means_ends_by_a_decision",
                table: "allowed_means");

            migrationBuilder.DropColumn(
                name: "ending_decision",
                table: "allowed_means");

            migrationBuilder.DropColumn(
                name: "ends_on",
                table: "allowed_means");

            migrationBuilder.AddPrimaryKey(
                name: "pk_allowed_means",
                table: "allowed_means",
                columns: new[] { "structure_id", "service_id", "means" });
        }
    }
}
