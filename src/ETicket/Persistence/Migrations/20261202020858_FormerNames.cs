using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace ETicket.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class FormerNames : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "former_name",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    kind = table.Column<string>(type: "text", nullable: false),
                    owner = table.Column<Guid>(type: "uuid", nullable: false),
                    until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    said = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_former_name", x => new { x.structure_id, x.id });
                    table.ForeignKey(
                        name: "fk_former_name_structure_structure_id",
                        column: x => x.structure_id,
                        principalTable: "structure",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_former_name_structure_id_until",
                table: "former_name",
                columns: new[] { "structure_id", "until" });

            // What was kept with each paper until now: wherever the next paper, or today, says otherwise, it was renamed in between.
            migrationBuilder.Sql("""
                insert into former_name (structure_id, kind, owner, until, said)
                with kept as (
                  select structure_id, regie_id, family_id, issued_at, head from receipt where head is not null
                  union all select structure_id, regie_id, family_id, issued_at, head from invoice where head is not null),
                said as (
                  select k.structure_id, 'structure' as kind, k.structure_id as owner, k.issued_at,
                         jsonb_build_object('name', k.head ->> 'structure_name', 'postal_code', split_part(k.head ->> 'structure_place', ' ', 1),
                                            'town', substr(k.head ->> 'structure_place', length(split_part(k.head ->> 'structure_place', ' ', 1)) + 2)) as said,
                         jsonb_build_object('name', s.name, 'postal_code', s.postal_code, 'town', s.town) as today
                  from kept k join structure s on s.id = k.structure_id
                  union all
                  -- Of an association the head kept no act, which no paper of it cites.
                  select k.structure_id, 'regie', k.regie_id, k.issued_at,
                         jsonb_build_object('name', k.head ->> 'regie_name', 'kind', case when k.head ->> 'regie_act_number' is null then 'Association' else 'Regie' end,
                                            'act_number', k.head ->> 'regie_act_number', 'act_on', k.head ->> 'regie_act_date'),
                         jsonb_build_object('name', r.name, 'kind', r.kind, 'act_number', case when r.kind = 'Regie' then r.act_number end,
                                            'act_on', case when r.kind = 'Regie' then r.act_on end)
                  from kept k join regie r on r.structure_id = k.structure_id and r.id = k.regie_id
                  union all
                  select k.structure_id, 'family', k.family_id, k.issued_at,
                         jsonb_build_object('name', k.head ->> 'family_name', 'number', k.head ->> 'family_number'), jsonb_build_object('name', f.name, 'number', f.number)
                  from kept k join family f on f.structure_id = k.structure_id and f.id = k.family_id),
                followed as (select *, coalesce(lead(said) over (partition by structure_id, kind, owner order by issued_at), today) as next from said)
                select structure_id, kind, owner, issued_at + interval '1 microsecond', said from followed where said <> next;
                """);

            migrationBuilder.DropColumn(
                name: "head",
                table: "receipt");

            migrationBuilder.DropColumn(
                name: "head",
                table: "invoice");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("drop function if exists former_name_keep() cascade; drop function if exists former_name_wait() cascade;");

            migrationBuilder.DropTable(
                name: "former_name");

            migrationBuilder.AddColumn<string>(
                name: "head",
                table: "receipt",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "head",
                table: "invoice",
                type: "jsonb",
                nullable: true);
        }
    }
}
