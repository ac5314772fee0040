using ETicket.Kernel;
using ETicket.Ledger;
using ETicket.Payments;
using ETicket.Payments.Providers;
using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Treasury.Reconciliation;

/// <summary>
/// « Mouvements d'une journée » — what a provider told of one Paris day, by whichever way it came, put in the books in the caller's transaction. Told again, it adds nothing.
/// </summary>
internal static class ProviderLines
{
    /// <summary>Stands in no number of a provider.</summary>
    private const string Between = "\n";

    /// <summary>
    /// Refuses with <see cref="ProviderUnreachable"/> what cannot be a day's list, before anything is written: a line of another day, one that does not add up, one told twice.
    /// </summary>
    public static void Check(DateOnly day, IReadOnlyList<ProviderMovement> told)
    {
        foreach (var movement in told)
        {
            if (ParisTime.DayOf(movement.At) != day)
                throw new ProviderUnreachable($"{movement.Key} is of another day");
            if (movement.Gross - movement.Fee != movement.Net)
                throw new ProviderUnreachable($"{movement.Key} does not add up");
        }
        if (told.GroupBy(m => (m.Key, m.Kind)).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new ProviderUnreachable($"{twice.Key.Key} comes twice");
    }

    /// <summary>
    /// Keeps the lines nobody knew, each fee with its entry (« dépenses à régulariser » against the money in transit: the family's receipt stays gross), and the day as read. A line
    /// that was told otherwise before stays as it was, and is a difference.
    /// </summary>
    public static async Task KeepAsync(Work work, BooksAccount account, DateOnly day, IReadOnlyList<ProviderMovement> told, CancellationToken stop)
    {
        await FollowedGaps.HoldAsync(work, account, stop);
        await InsertAsync(work, account, told, stop);
        var (from, until) = (ParisTime.StartOf(day), ParisTime.StartOf(day.AddDays(1)));
        var kept = await work.Read<ProviderLine>().Where(l => l.Provider == account.Provider && l.Account == account.Account && l.At >= from && l.At < until).OrderBy(l => l.Id).ToListAsync(stop);
        Posting[] fees = [.. kept.Where(l => l.Kept != Money.Zero && l.Currency == Matching.Euro).Select(l => FeeOf(l, day))];
        if (fees.Length > 0)
            await Journal.PostAsync(work.Connection, work.Structure, fees, stop);
        await FollowedGaps.FollowAsync(work, account, day, [.. Changed(kept, told)], [], stop);
        await using var read = work.Command(
            "insert into provider_day (structure_id, provider, account, day, read_at, lines) values ($1, $2, $3, $4, eticket_now(), $5) on conflict do nothing",
            work.Structure.Value, account.Provider.ToString(), account.Account, day, told.Count);
        await read.ExecuteNonQueryAsync(stop);
    }

    private static Posting FeeOf(ProviderLine line, DateOnly day)
    {
        var (fees, transit) = (AccountName.Fees(line.RegieId), AccountName.InTransit(line.RegieId, line.Provider.Means().Single()));
        var cents = line.Kept.Cents;
        return new Posting(EntryKind.BankLine, line.Reference, day, [cents > 0 ? new(fees, transit, cents) : new(transit, fees, -cents)]);
    }

    private static IEnumerable<Unmatched> Changed(IReadOnlyList<ProviderLine> kept, IReadOnlyList<ProviderMovement> told)
    {
        var lines = told.ToDictionary(m => (m.Key, m.Kind));
        foreach (var line in kept)
        {
            var again = lines.GetValueOrDefault((line.Key, line.Kind));
            if (again is not null && (again.Gross, again.Fee, again.Currency) == (line.Gross, line.Fee, line.Currency))
                continue;
            var (was, now) = again?.Gross == line.Gross ? (line.Net, again.Net) : (line.Gross, again?.Gross);
            yield return new(ProviderGapKind.Changed, line.Subject, null, line.RegieId, line.At, was.Cents, now?.Cents, again?.Currency ?? line.Currency);
        }
    }

    /// <summary>
    /// Where several régies collect on one account, a line is the régie's whose payment it is about: its numbers lead there once the payment is settled, our reference from the moment
    /// it was opened, and a charge of the provider's for another line goes with that line. The first's where none of that tells.
    /// </summary>
    private static async Task InsertAsync(Work work, BooksAccount account, IReadOnlyList<ProviderMovement> told, CancellationToken stop)
    {
        await using var command = work.Command(
            """
            insert into provider_line (structure_id, provider, account, regie_id, key, kind, nature, at, gross_cents, fee_cents, net_cents, currency, source, about, read_at)
            select $1, $2, $3, coalesce(
                     case when cardinality($4) > 1 then (
                       select p.regie_id from payment p
                       where p.structure_id = $1 and p.provider = $2 and p.regie_id = any($4)
                         and (p.authorisation = any(x.leads) or p.reference = any(x.leads) or exists (
                           select from payment_address a
                           where a.provider = $2 and a.provider_reference = any(x.leads) and a.structure_id = $1 and a.payment_id = p.id))
                       limit 1) end,
                     case when cardinality($4) > 1 then (
                       select l.regie_id from provider_line l
                       where l.structure_id = $1 and l.provider = $2 and l.account = $3 and l.key = x.source and l.key <> x.key and l.regie_id = any($4) order by l.id limit 1) end,
                     $4[1]),
                   x.key, x.kind, x.nature, x.at, x.gross, x.fee, x.net, x.currency, nullif(x.source, ''), coalesce(string_to_array(nullif(x.about, ''), $15), '{}'), eticket_now()
            from (
              select t.*, string_to_array(t.lead, $15) as leads
              from unnest($5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $16) with ordinality as t(key, kind, nature, at, gross, fee, net, currency, source, about, lead, rank)) x
            order by x.at, x.rank desc
            on conflict (structure_id, provider, account, key, kind) do nothing
            """,
            work.Structure.Value, account.Provider.ToString(), account.Account, account.Regies.Select(r => r.Value).ToArray(),
            told.Select(m => m.Key).ToArray(), told.Select(m => m.Kind).ToArray(), told.Select(m => LineNatures.Of(account.Provider, m.Kind).ToString()).ToArray(),
            told.Select(m => m.At.ToUniversalTime()).ToArray(), told.Select(m => m.Gross.Cents).ToArray(), told.Select(m => m.Fee.Cents).ToArray(),
            told.Select(m => m.Net.Cents).ToArray(), told.Select(m => m.Currency).ToArray(), told.Select(m => m.Source ?? "").ToArray(),
            told.Select(m => string.Join(Between, m.About)).ToArray(), Between, told.Select(m => string.Join(Between, Leads(m, told))).ToArray());
        await command.ExecuteNonQueryAsync(stop);
    }

    /// <summary>Every number that may lead to its payment; of a line made for another one of that day (PayPal's fee of a dispute), the other's too.</summary>
    private static IEnumerable<string> Leads(ProviderMovement line, IReadOnlyList<ProviderMovement> told) =>
        told.Where(m => m == line || m.Key == line.Source).SelectMany(m => m.About.Append(m.Key).Append(m.Source)).OfType<string>().Distinct();
}
