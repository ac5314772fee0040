using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace ETicket.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class FamilyDocuments : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "document_kind",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    label = table.Column<string>(type: "text", nullable: false),
                    hint = table.Column<string>(type: "text", nullable: true),
                    needed = table.Column<bool>(type: "boolean", nullable: false),
                    per_child = table.Column<bool>(type: "boolean", nullable: false),
                    life = table.Column<string>(type: "text", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false),
                    ended_on = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_document_kind", x => new { x.structure_id, x.id });
                    table.CheckConstraint("document_kind_life", "life in ('Always', 'SchoolYear', 'Dated')");
                    table.ForeignKey(
                        name: "fk_document_kind_structure_structure_id",
                        column: x => x.structure_id,
                        principalTable: "structure",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "document_read",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    document_id = table.Column<Guid>(type: "uuid", nullable: false),
                    login_id = table.Column<Guid>(type: "uuid", nullable: false),
                    read_by = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_document_read", x => new { x.structure_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "family_document",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    family_id = table.Column<Guid>(type: "uuid", nullable: false),
                    key = table.Column<Guid>(type: "uuid", nullable: false),
                    sender = table.Column<string>(type: "text", nullable: false),
                    kind_id = table.Column<Guid>(type: "uuid", nullable: true),
                    child_id = table.Column<Guid>(type: "uuid", nullable: true),
                    title = table.Column<string>(type: "text", nullable: false),
                    file_name = table.Column<string>(type: "text", nullable: false),
                    media_type = table.Column<string>(type: "text", nullable: false),
                    size = table.Column<int>(type: "integer", nullable: false),
                    good_until = table.Column<DateOnly>(type: "date", nullable: true),
                    sent_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    sent_by = table.Column<string>(type: "text", nullable: false),
                    @sealed = table.Column<byte[]>(name: "sealed", type: "bytea", nullable: true),
                    withdrawn_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    withdrawn_by = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_family_document", x => new { x.structure_id, x.id });
                    table.CheckConstraint("family_document_media_type", "media_type in ('application/pdf', 'image/jpeg', 'image/png')");
                    table.CheckConstraint("family_document_sender", "sender in ('Family', 'Structure')");
                    table.CheckConstraint("family_document_withdrawn_is_gone", "(withdrawn_at is null) = (sealed is not null)");
                    table.ForeignKey(
                        name: "fk_family_document_document_kind_structure_id_kind_id",
                        columns: x => new { x.structure_id, x.kind_id },
                        principalTable: "document_kind",
                        principalColumns: new[] { "structure_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_family_document_family_child_structure_id_family_id_child_id",
                        columns: x => new { x.structure_id, x.family_id, x.child_id },
                        principalTable: "family_child",
                        principalColumns: new[] { "structure_id", "family_id", "child_id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_family_document_family_structure_id_family_id",
                        columns: x => new { x.structure_id, x.family_id },
                        principalTable: "family",
                        principalColumns: new[] { "structure_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_document_read_structure_id_document_id_at",
                table: "document_read",
                columns: new[] { "structure_id", "document_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_family_document_structure_id_family_id_child_id",
                table: "family_document",
                columns: new[] { "structure_id", "family_id", "child_id" });

            migrationBuilder.CreateIndex(
                name: "ix_family_document_structure_id_family_id_key",
                table: "family_document",
                columns: new[] { "structure_id", "family_id", "key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_family_document_structure_id_kind_id",
                table: "family_document",
                columns: new[] { "structure_id", "kind_id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "document_read");

            migrationBuilder.DropTable(
                name: "family_document");

            migrationBuilder.DropTable(
                name: "document_kind");
        }
    }
}
