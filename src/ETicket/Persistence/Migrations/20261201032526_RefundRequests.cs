using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ETicket.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class RefundRequests : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "refund_request",
                columns: table => new
                {
                    structure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    payment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    rank = table.Column<int>(type: "integer", nullable: false),
                    key = table.Column<Guid>(type: "uuid", nullable: false),
                    lines = table.Column<long[]>(type: "bigint[]", nullable: false),
                    taken = table.Column<int[]>(type: "integer[]", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    asked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ended_by = table.Column<string>(type: "text", nullable: true),
                    outcome = table.Column<string>(type: "text", nullable: true),
                    made_as = table.Column<string>(type: "text", nullable: true),
                    amount_cents = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_refund_request", x => new { x.structure_id, x.payment_id, x.rank });
                    table.CheckConstraint("refund_request_ended_with_its_outcome", "(ended_at is null) = (outcome is null) and (ended_by is null or ended_at is not null)");
                    table.CheckConstraint("refund_request_takes_something", "amount_cents > 0 and cardinality(lines) > 0 and cardinality(lines) = cardinality(taken)");
                    table.ForeignKey(
                        name: "fk_refund_request_payment_structure_id_payment_id",
                        columns: x => new { x.structure_id, x.payment_id },
                        principalTable: "payment",
                        principalColumns: new[] { "structure_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "one_open_refund_request_per_payment",
                table: "refund_request",
                columns: new[] { "structure_id", "payment_id" },
                unique: true,
                filter: "ended_at is null");

            // Those asked before this table stood among the keys of commands, each and its answer under a name made of the payment and the rank: one that is still without an answer must not
            // be made a second time. What a person had said of one ends it now.
            migrationBuilder.Sql(
                """
                insert into refund_request (structure_id, payment_id, rank, key, lines, taken, amount_cents, reason, asked_at, ended_at, ended_by, outcome)
                select a.structure_id, a.payment_id, a.rank, (a.answer ->> 'Key')::uuid,
                       array(select l.key::bigint from jsonb_each_text(a.answer -> 'Quantities') l order by l.key::bigint),
                       array(select l.value::int from jsonb_each_text(a.answer -> 'Quantities') l order by l.key::bigint),
                       (a.answer ->> 'Cents')::bigint, a.answer ->> 'Reason', a.at,
                       coalesce(ended.at, said.resolved_at), case when ended.at is null then said.resolved_by end, coalesce(ended.answer #>> '{}', said.outcome)
                from (
                  select k.structure_id, k.answer, k.at, e.reference::uuid as payment_id, row_number() over (partition by k.structure_id, e.reference order by k.at) - 1 as rank
                  from command_key k
                  join transfer t on t.structure_id = k.structure_id and t.id = (select min(l::bigint) from jsonb_object_keys(k.answer -> 'Quantities') l)
                  join entry e on e.structure_id = t.structure_id and e.id = t.entry_id
                  where k.fingerprint = 'refund asked' and jsonb_typeof(k.answer) = 'object') a
                cross join lateral encode(sha256(convert_to(a.payment_id || '/refund/' || a.rank || '/answered', 'UTF8')), 'hex') h
                left join command_key ended on ended.structure_id = a.structure_id and ended.key = (
                  substr(h, 7, 2) || substr(h, 5, 2) || substr(h, 3, 2) || substr(h, 1, 2) || substr(h, 11, 2) || substr(h, 9, 2) || substr(h, 15, 2) || substr(h, 13, 2) || substr(h, 17, 16))::uuid
                left join discrepancy said on said.structure_id = a.structure_id and said.payment_id = a.payment_id and said.field = 'refund unanswered' and said.resolved_at is not null
                  and said.found = (a.answer ->> 'Cents') || ' (' || (a.answer ->> 'Key') || ')'
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "refund_request");
        }
    }
}
