using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ETicket.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class ProviderBooksMended : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string[]>(
                name: "about",
                table: "provider_line",
                type: "text[]",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.AddColumn<long>(
                name: "follows_id",
                table: "provider_gap",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "gone_at",
                table: "provider_gap",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "provider_account_owner",
                columns: table => new
                {
                    provider = table.Column<string>(type: "text", nullable: false),
                    account = table.Column<string>(type: "text", nullable: false),
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_provider_account_owner", x => new { x.provider, x.account });
                    table.UniqueConstraint("ak_provider_account_owner_provider_account_structure_id", x => new { x.provider, x.account, x.structure_id });
                });

            migrationBuilder.CreateIndex(
                name: "one_gap_follows_another",
                table: "provider_gap",
                columns: new[] { "structure_id", "follows_id" },
                unique: true,
                filter: "follows_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_provider_account_provider_account_structure_id",
                table: "provider_account",
                columns: new[] { "provider", "account", "structure_id" });

            // Where two structures already have one account, the second keeps its row (Accounts.sql): the rule is for what is written from now on.
            migrationBuilder.Sql("""
                alter table provider_account add constraint provider_account_of_one_structure
                  foreign key (provider, account, structure_id) references provider_account_owner (provider, account, structure_id) on delete restrict not valid
                """);

            migrationBuilder.AddForeignKey(
                name: "fk_provider_gap_provider_gap_structure_id_follows_id",
                table: "provider_gap",
                columns: new[] { "structure_id", "follows_id" },
                principalTable: "provider_gap",
                principalColumns: new[] { "structure_id", "id" },
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // What the SQL files made of these tables goes first: they are run whole after any migration, and make again what the version reached has.
            migrationBuilder.Sql("""
                drop view if exists alarms;
                drop view if exists provider_gap_standing;
                drop trigger if exists claimed on provider_account;
                drop function if exists provider_account_claim();
                drop function if exists provider_accounts_claim();
                """);

            migrationBuilder.DropForeignKey(
                name: "provider_account_of_one_structure",
                table: "provider_account");

            migrationBuilder.DropForeignKey(
                name: "fk_provider_gap_provider_gap_structure_id_follows_id",
                table: "provider_gap");

            migrationBuilder.DropTable(
                name: "provider_account_owner");

            migrationBuilder.DropIndex(
                name: "one_gap_follows_another",
                table: "provider_gap");

            migrationBuilder.DropIndex(
                name: "ix_provider_account_provider_account_structure_id",
                table: "provider_account");

            migrationBuilder.DropColumn(
                name: "about",
                table: "provider_line");

            migrationBuilder.DropColumn(
                name: "follows_id",
                table: "provider_gap");

            migrationBuilder.DropColumn(
                name: "gone_at",
                table: "provider_gap");
        }
    }
}
