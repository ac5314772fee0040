using ETicket.Kernel;
using ETicket.Mail;
using ETicket.Mail.Letters;
using ETicket.Persistence;
using ETicket.Planning.Telling;
using ETicket.Structures;
using ETicket.Wallets.Baskets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace ETicket.Planning.Foresight;

/// <summary>
/// « Tickets bientôt épuisés » — tells an adult that a booklet's tickets cover no more days of use than their threshold, while there is time to buy: once per crossing, again only
/// after new tickets came in, one letter a day and person whatever the booklets. Only the adults of the file the booklet belongs to; one that owes tickets has another letter.
/// </summary>
public sealed class LowBalanceAlerts(Database database, PortalAddress portal, ILogger<LowBalanceAlerts> log)
{
    /// <summary>A day without ticket further away than this, in days, is not told yet: holidays, one bus a month.</summary>
    public const int Farthest = 56;

    /// <summary>The basket proposed lasts so many days from the first one without a ticket.</summary>
    public const int BasketLasts = 28;

    /// <summary>Every structure, see <see cref="DaylightRound.WalkAsync"/>.</summary>
    public Task<int> RunAsync(CancellationToken stop) => DaylightRound.WalkAsync(database, log, "booklets running out", TellAsync, stop);

    /// <summary>One structure, at whatever hour: letters and what they told are written together. Run twice, or by two at once, it writes one letter. Answers how many were queued.</summary>
    public async Task<int> TellAsync(StructureId structure, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        await using (var turn = work.Command("select pg_advisory_xact_lock(hashtextextended($1, 113))", structure.ToString()))
            await turn.ExecuteNonQueryAsync(stop);
        var watched = await WatchedBooklet.OfAsync(work, stop);
        if (watched.Count == 0)
            return 0;
        var today = ParisTime.DayOf(await work.NowAsync(stop));
        var forecasts = (await Forecasts.OfAsync(work, [.. watched.Select(w => w.WalletId).Distinct()], today.AddDays(Farthest + BasketLasts - 1), stop)).ToDictionary(f => f.WalletId);
        var low = watched.Where(w => forecasts[w.WalletId].RunsOut is { } end && end.DaysLeft <= w.Days && end.On <= today.AddDays(Farthest)).ToList();
        var name = await work.Read<Structure>().Select(s => s.Name).SingleAsync(stop);
        var letters = low.GroupBy(w => w.GuardianId).Select(own => (new Addressee(structure, own.First().FamilyId, own.Key), Letter(name, [.. own], forecasts))).ToList();
        var told = await Outbox.AddAllAsync(work.Transaction, $"{today:O}", letters, stop);
        await WatchedBooklet.RememberAsync(work, [.. low.Where(w => told.Contains(w.GuardianId)).Select(w => (w, forecasts[w.WalletId].LastTransferId))], today, stop);
        await work.CommitAsync(stop);
        return told.Count;
    }

    private LowBalance Letter(string structure, IReadOnlyList<WatchedBooklet> booklets, Dictionary<long, Forecast> forecasts)
    {
        var lines = booklets.Select(b => (Booklet: b, Line: Line(b, forecasts[b.WalletId]))).ToList();
        var to = booklets[0];
        return new LowBalance(
            structure, to.FamilyName, to.FirstName, [.. lines.Select(l => l.Line)], to.Days,
            BasketLink.To(portal, lines.Select(l => (l.Booklet.TicketTypeId, l.Line.ToBuy))).ToString(), portal.Public.ToString());
    }

    private static LowBooklet Line(WatchedBooklet booklet, Forecast forecast)
    {
        var end = forecast.RunsOut!;
        return new(
            booklet.Label, forecast.Tickets, forecast.CoveredUntil, forecast.FirstUncovered, forecast.FirstUncovered is null ? end.DaysLeft : null, forecast.ToBuyUntil(end.On.AddDays(BasketLasts - 1)))
        {
            WalletId = booklet.WalletId,
            TransferId = forecast.LastTransferId,
        };
    }
}
