using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ETicket.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Documents : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateOnly>(
                name: "born_on",
                table: "child",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_childcare",
                table: "activity",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "seal_key",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    key = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_seal_key", x => x.structure_id);
                    table.CheckConstraint("seal_key_long_enough", "length(key) = 32");
                    table.ForeignKey(
                        name: "fk_seal_key_structure_structure_id",
                        column: x => x.structure_id,
                        principalTable: "structure",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "sealed_document",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false),
                    sha256 = table.Column<byte[]>(type: "bytea", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    number = table.Column<string>(type: "text", nullable: true),
                    dated_on = table.Column<DateOnly>(type: "date", nullable: false),
                    given_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    amount_cents = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sealed_document", x => new { x.structure_id, x.code, x.sha256 });
                    table.CheckConstraint("sealed_document_sha256_whole", "length(sha256) = 32");
                    table.ForeignKey(
                        name: "fk_sealed_document_structure_structure_id",
                        column: x => x.structure_id,
                        principalTable: "structure",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_sealed_document_code",
                table: "sealed_document",
                column: "code");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "seal_key");

            migrationBuilder.DropTable(
                name: "sealed_document");

            migrationBuilder.DropColumn(
                name: "born_on",
                table: "child");

            migrationBuilder.DropColumn(
                name: "is_childcare",
                table: "activity");
        }
    }
}
