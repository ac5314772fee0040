using ETicket.Catalogue;
using ETicket.Kernel;
using ETicket.Ledger;
using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Wallets;

/// <summary>« Carnet » — a wallet as its family sees it: the tickets left, those promised to ticked days, their value in cents, and today's price.</summary>
public sealed record Booklet(Wallet Wallet, TicketType TicketType, Activity Activity, Money? PriceToday)
{
    public Money Value => new(Wallet.ValueCents);

    /// <summary>Every booklet of a family, in the order of the planning.</summary>
    public static async Task<IReadOnlyList<Booklet>> OfAsync(Work work, FamilyId family, DateOnly today, CancellationToken stop)
    {
        var owned = await (from w in work.Read<Wallet>()
                           join t in work.Read<TicketType>() on w.TicketTypeId equals t.Id
                           join a in work.Read<Activity>() on t.ActivityId equals a.Id
                           where w.FamilyId == family
                           orderby a.Position, a.Name, t.Code
                           select new { w, t, a }).ToListAsync(stop);
        var types = owned.Select(o => o.t.Id).ToList();
        var tariffs = await work.Read<Tariff>().Where(t => types.Contains(t.TicketTypeId) && t.StartsOn <= today).ToListAsync(stop);
        var prices = tariffs.GroupBy(t => t.TicketTypeId).ToDictionary(g => g.Key, g => g.MaxBy(t => t.StartsOn)!.UnitPrice);
        return [.. owned.Select(o => new Booklet(o.w, o.t, o.a, prices.TryGetValue(o.t.Id, out var price) ? price : null))];
    }
}

/// <summary>
/// One line of a wallet's statement: what happened, the Paris day it counts for, tickets and value in (positive) or out (negative), and the transfer's number to read on from.
/// </summary>
public sealed record StatementLine(long Id, EntryKind Kind, DateOnly EffectiveOn, DateTimeOffset RecordedAt, int Tickets, Money Value, string? Reason, string? ChildName, DateOnly? BookedDay);

/// <summary>« Relevé » — the history of one wallet, newest first, read by pages that cost the same however long it is.</summary>
public static class Statement
{
    /// <summary>Lines of a page.</summary>
    public const int PageSize = 30;

    /// <summary>
    /// « Une page du relevé » — at most <see cref="PageSize"/> lines, newest first: the newest of all, or those recorded before the line <paramref name="before"/>.
    /// A wallet of another structure has no line; whose family it is, the caller has checked.
    /// </summary>
    public static async Task<IReadOnlyList<StatementLine>> PageAsync(Work work, long wallet, long? before, CancellationToken stop)
    {
        await using var command = work.Command(
            """
            select t.id, e.kind, e.effective_on, e.recorded_at, case when t.credit_id = $2 then t.quantity else -t.quantity end,
                   case when t.credit_id = $2 then t.cents else -t.cents end, e.reason, c.first_name, b.day
            from (select * from transfer where structure_id = $1 and wallet_id = $2 and id < $3 order by id desc limit $4) t
            join entry e on e.structure_id = $1 and e.id = t.entry_id
            left join booking b on b.structure_id = $1 and b.id = t.booking_id
            left join child c on c.structure_id = $1 and c.id = b.child_id
            order by t.id desc
            """,
            work.Structure.Value, wallet, before ?? long.MaxValue, PageSize);
        var lines = new List<StatementLine>(PageSize);
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
        {
            lines.Add(new StatementLine(
                reader.GetInt64(0), Enum.Parse<EntryKind>(reader.GetString(1)), reader.GetFieldValue<DateOnly>(2), reader.GetFieldValue<DateTimeOffset>(3),
                reader.GetInt32(4), new(reader.GetInt64(5)), reader.IsDBNull(6) ? null : reader.GetString(6), reader.IsDBNull(7) ? null : reader.GetString(7),
                reader.IsDBNull(8) ? null : reader.GetFieldValue<DateOnly>(8)));
        }
        return lines;
    }
}
