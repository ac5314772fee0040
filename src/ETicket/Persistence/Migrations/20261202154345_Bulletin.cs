using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace ETicket.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Bulletin : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "download",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    key = table.Column<Guid>(type: "uuid", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    category = table.Column<string>(type: "text", nullable: false),
                    file_name = table.Column<string>(type: "text", nullable: false),
                    media_type = table.Column<string>(type: "text", nullable: false),
                    size = table.Column<int>(type: "integer", nullable: false),
                    sent_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    sent_by = table.Column<string>(type: "text", nullable: false),
                    content = table.Column<byte[]>(type: "bytea", nullable: true),
                    withdrawn_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    withdrawn_by = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_download", x => new { x.structure_id, x.id });
                    table.CheckConstraint("download_media_type", "media_type in ('application/pdf', 'image/jpeg', 'image/png')");
                    table.CheckConstraint("download_withdrawn_is_gone", "(withdrawn_at is null) = (content is not null)");
                    table.ForeignKey(
                        name: "fk_download_structure_structure_id",
                        column: x => x.structure_id,
                        principalTable: "structure",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "menu_dish",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    activity_id = table.Column<Guid>(type: "uuid", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    course = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    allergens = table.Column<string[]>(type: "text[]", nullable: true),
                    marks = table.Column<string[]>(type: "text[]", nullable: false),
                    written_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    written_by = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_menu_dish", x => new { x.structure_id, x.activity_id, x.day, x.course });
                    table.CheckConstraint("menu_dish_allergens", "allergens <@ array['Gluten', 'Crustaceans', 'Eggs', 'Fish', 'Peanuts', 'Soya', 'Milk', 'Nuts', 'Celery', 'Mustard', 'Sesame', 'Sulphites', 'Lupin', 'Molluscs']");
                    table.CheckConstraint("menu_dish_course", "course in ('Starter', 'Main', 'VegetarianMain', 'Side', 'Dairy', 'Dessert', 'Snack')");
                    table.CheckConstraint("menu_dish_marks", "marks <@ array['Organic', 'Local', 'QualityLabel', 'SustainableFish', 'HomeMade']");
                    table.ForeignKey(
                        name: "fk_menu_dish_activity_structure_id_activity_id",
                        columns: x => new { x.structure_id, x.activity_id },
                        principalTable: "activity",
                        principalColumns: new[] { "structure_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "news_item",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    body = table.Column<string>(type: "text", nullable: false),
                    published_on = table.Column<DateOnly>(type: "date", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false),
                    written_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    written_by = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_news_item", x => new { x.structure_id, x.id });
                    table.ForeignKey(
                        name: "fk_news_item_structure_structure_id",
                        column: x => x.structure_id,
                        principalTable: "structure",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "question",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    family_id = table.Column<Guid>(type: "uuid", nullable: false),
                    activity_id = table.Column<Guid>(type: "uuid", nullable: true),
                    @sealed = table.Column<byte[]>(name: "sealed", type: "bytea", nullable: false),
                    asked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    asked_by = table.Column<string>(type: "text", nullable: false),
                    sealed_answer = table.Column<byte[]>(type: "bytea", nullable: true),
                    answered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    answered_by = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_question", x => new { x.structure_id, x.id });
                    table.CheckConstraint("question_answered_whole", "(answered_at is null) = (sealed_answer is null) and (answered_at is null) = (answered_by is null)");
                    table.ForeignKey(
                        name: "fk_question_activity_structure_id_activity_id",
                        columns: x => new { x.structure_id, x.activity_id },
                        principalTable: "activity",
                        principalColumns: new[] { "structure_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_question_family_structure_id_family_id",
                        columns: x => new { x.structure_id, x.family_id },
                        principalTable: "family",
                        principalColumns: new[] { "structure_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "question_read",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    question_id = table.Column<Guid>(type: "uuid", nullable: false),
                    login_id = table.Column<Guid>(type: "uuid", nullable: false),
                    read_by = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_question_read", x => new { x.structure_id, x.id });
                    table.ForeignKey(
                        name: "fk_question_read_question_structure_id_question_id",
                        columns: x => new { x.structure_id, x.question_id },
                        principalTable: "question",
                        principalColumns: new[] { "structure_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_download_structure_id_key",
                table: "download",
                columns: new[] { "structure_id", "key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_menu_dish_structure_id_day",
                table: "menu_dish",
                columns: new[] { "structure_id", "day" });

            migrationBuilder.CreateIndex(
                name: "ix_news_item_structure_id_published_on",
                table: "news_item",
                columns: new[] { "structure_id", "published_on" });

            migrationBuilder.CreateIndex(
                name: "ix_question_structure_id_activity_id",
                table: "question",
                columns: new[] { "structure_id", "activity_id" });

            migrationBuilder.CreateIndex(
                name: "ix_question_structure_id_family_id_asked_at",
                table: "question",
                columns: new[] { "structure_id", "family_id", "asked_at" });

            migrationBuilder.CreateIndex(
                name: "ix_question_read_structure_id_question_id",
                table: "question_read",
                columns: new[] { "structure_id", "question_id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "download");

            migrationBuilder.DropTable(
                name: "menu_dish");

            migrationBuilder.DropTable(
                name: "news_item");

            migrationBuilder.DropTable(
                name: "question_read");

            migrationBuilder.DropTable(
                name: "question");
        }
    }
}
