using ETicket.Kernel;
using ETicket.Mail.Documents;
using ETicket.Mail.Documents.Papers;
using ETicket.Mail.Documents.Papers.States;
using ETicket.Wallets.Papers;

namespace ETicket.Treasury.Papers.States;

/// <summary>« Crédits dormants en PDF » — booklets of one régie that hold tickets and that nobody touched for long, lot by lot.</summary>
internal sealed class DormantCredits(StateDesk desk)
{
    /// <summary>Booklets that hold tickets, promise none, and did not move after that day. $1 structure, $2 régie, $3 the day.</summary>
    private const string Quiet =
        """
        quiet as (
          select w.id, w.family_id, y.label, w.value_cents, m.moved_on
          from wallet w
          join ticket_type y on y.structure_id = w.structure_id and y.id = w.ticket_type_id
          join activity a on a.structure_id = y.structure_id and a.id = y.activity_id
          join regie_service s on s.structure_id = a.structure_id and s.id = a.service_id and s.regie_id = $2
          cross join lateral (
            select max(e.effective_on) as moved_on from transfer t join entry e on e.structure_id = t.structure_id and e.id = t.entry_id
            where t.structure_id = w.structure_id and t.wallet_id = w.id) m
          where w.structure_id = $1 and w.tickets > 0 and w.held = 0 and m.moved_on <= $3)
        """;

    /// <summary>
    /// Where no day is given, booklets quiet for a year. See <see cref="StateDesk"/>; refuses a day to come with <see cref="UnreadablePeriod"/>.
    /// </summary>
    public Task<RenderedDocument?> PrintAsync(StructureId structure, RegieId regie, DateOnly? quietSince, CancellationToken stop) =>
        desk.PrintAsync(structure, regie, async facts => await PaperAsync(facts, quietSince ?? facts.Today.AddYears(-1), stop), stop);

    private static async Task<IssuedPaper> PaperAsync(StateDesk.Facts facts, DateOnly since, CancellationToken stop)
    {
        if (since > facts.Today)
            throw new UnreadablePeriod();
        var credits = await CreditsAsync(facts, since, stop);
        await using var accounts = facts.Work.Command(
            $"with {Quiet} select coalesce(sum(q.value_cents), 0)::bigint from quiet q", facts.Work.Structure.Value, facts.Regie.Id.Value, since);
        return new DormantCreditsPaper
        {
            PortalAddress = facts.PortalAddress,
            On = facts.Today,
            QuietSince = since,
            Credits = credits,
            AccountCents = (long)(await accounts.ExecuteScalarAsync(stop))!,
        };
    }

    private static async Task<IReadOnlyList<DormantCredit>> CreditsAsync(StateDesk.Facts facts, DateOnly since, CancellationToken stop)
    {
        await using var command = facts.Work.Command(
            $"""
            with {Quiet}
            select f.number, f.name, q.label, q.moved_on, extract(year from e.effective_on)::int, sum(l.remaining)::bigint, sum(l.remaining::bigint * l.unit_cents)::bigint
            from quiet q
            join family f on f.structure_id = $1 and f.id = q.family_id
            join lot l on l.structure_id = $1 and l.wallet_id = q.id and not l.spent
            join entry e on e.structure_id = l.structure_id and e.id = l.entry_id
            group by 1, 2, 3, 4, 5, q.id order by f.number collate "C", q.label, 5
            """,
            facts.Work.Structure.Value, facts.Regie.Id.Value, since);
        List<DormantCredit> credits = [];
        await using var row = await command.ExecuteReaderAsync(stop);
        while (await row.ReadAsync(stop))
        {
            credits.Add(new DormantCredit(
                row.GetString(0), row.GetString(1), row.GetString(2), row.GetFieldValue<DateOnly>(3), row.GetInt32(4), row.GetInt64(5), row.GetInt64(6)));
        }
        return credits;
    }
}
