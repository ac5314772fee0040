using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace ETicket.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class ProviderBooks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "provider_day",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    provider = table.Column<string>(type: "text", nullable: false),
                    account = table.Column<string>(type: "text", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    read_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    lines = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_provider_day", x => new { x.structure_id, x.provider, x.account, x.day });
                });

            migrationBuilder.CreateTable(
                name: "provider_gap",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    regie_id = table.Column<Guid>(type: "uuid", nullable: false),
                    provider = table.Column<string>(type: "text", nullable: false),
                    account = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    subject = table.Column<string>(type: "text", nullable: false),
                    payment_id = table.Column<Guid>(type: "uuid", nullable: true),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    expected_cents = table.Column<long>(type: "bigint", nullable: true),
                    found_cents = table.Column<long>(type: "bigint", nullable: true),
                    currency = table.Column<string>(type: "text", nullable: false),
                    seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    resolved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    resolved_by = table.Column<string>(type: "text", nullable: true),
                    outcome = table.Column<string>(type: "text", nullable: true),
                    healed = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_provider_gap", x => new { x.structure_id, x.id });
                    table.CheckConstraint("provider_gap_closed_with_its_outcome", "(resolved_at is null) = (outcome is null)");
                    table.ForeignKey(
                        name: "fk_provider_gap_payment_structure_id_payment_id",
                        columns: x => new { x.structure_id, x.payment_id },
                        principalTable: "payment",
                        principalColumns: new[] { "structure_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_provider_gap_regie_structure_id_regie_id",
                        columns: x => new { x.structure_id, x.regie_id },
                        principalTable: "regie",
                        principalColumns: new[] { "structure_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "provider_line",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    regie_id = table.Column<Guid>(type: "uuid", nullable: false),
                    provider = table.Column<string>(type: "text", nullable: false),
                    account = table.Column<string>(type: "text", nullable: false),
                    key = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    nature = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    currency = table.Column<string>(type: "text", nullable: false),
                    source = table.Column<string>(type: "text", nullable: true),
                    read_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    fee_cents = table.Column<long>(type: "bigint", nullable: false),
                    gross_cents = table.Column<long>(type: "bigint", nullable: false),
                    net_cents = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_provider_line", x => new { x.structure_id, x.id });
                    table.CheckConstraint("provider_line_adds_up", "net_cents = gross_cents - fee_cents");
                    table.ForeignKey(
                        name: "fk_provider_line_regie_structure_id_regie_id",
                        columns: x => new { x.structure_id, x.regie_id },
                        principalTable: "regie",
                        principalColumns: new[] { "structure_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_provider_gap_structure_id_payment_id",
                table: "provider_gap",
                columns: new[] { "structure_id", "payment_id" });

            migrationBuilder.CreateIndex(
                name: "ix_provider_gap_structure_id_regie_id",
                table: "provider_gap",
                columns: new[] { "structure_id", "regie_id" });

            migrationBuilder.CreateIndex(
                name: "one_open_gap_per_subject",
                table: "provider_gap",
                columns: new[] { "structure_id", "provider", "account", "kind", "subject" },
                unique: true,
                filter: "resolved_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_provider_line_structure_id_provider_account_at",
                table: "provider_line",
                columns: new[] { "structure_id", "provider", "account", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_provider_line_structure_id_provider_account_key_kind",
                table: "provider_line",
                columns: new[] { "structure_id", "provider", "account", "key", "kind" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_provider_line_structure_id_regie_id",
                table: "provider_line",
                columns: new[] { "structure_id", "regie_id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "provider_day");

            migrationBuilder.DropTable(
                name: "provider_gap");

            migrationBuilder.DropTable(
                name: "provider_line");
        }
    }
}
