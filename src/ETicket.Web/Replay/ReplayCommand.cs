using ETicket.Catalogue;
using ETicket.Families;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Persistence;
using ETicket.Planning;
using ETicket.Structures;
using ETicket.Treasury;
using ETicket.Wallets;
using ETicket.Web.Replay.Files;

namespace ETicket.Web.Replay;

/// <summary>How far a replay is: documents and days done of so many, and the day it is at.</summary>
internal sealed record ReplayProgress(int Done, int Total, DateOnly Day);

/// <summary>What a replay made: the figures, and the R and B numbers that differ from the file.</summary>
internal sealed record ReplayOutcome(StructureId Structure, Figures Figures, IReadOnlyList<(string Expected, string Produced)> OtherNumbers);

/// <summary>
/// « Reprise d'un mois » — feeds a month through the product's own doors, day by day, and reads the figures back from the books. No table is written but by the verbs a
/// commune uses; that is what makes it a proof.
/// </summary>
internal sealed class ReplayCommand(ReplayClock clock, CommuneOpening opening, DocumentReplay documents, DayReplay days, Database database)
{
    private static readonly TimeOnly Evening = new(23, 59);

    /// <summary>
    /// Replays into a fresh database whose clock can be set. Throws the business's own refusals, and <see cref="OtherNumber"/>, <see cref="NotCredited"/>,
    /// <see cref="NotConsumed"/> or <see cref="DayNotFollowed"/> when what came out is not what the files say.
    /// </summary>
    public static async Task<ReplayOutcome> RunAsync(Month month, Database database, IProgress<ReplayProgress> progress, CancellationToken stop)
    {
        await using var services = new ServiceCollection()
            .AddSingleton(database)
            .AddSingleton<ReplayClock>().AddSingleton<TimeProvider>(p => p.GetRequiredService<ReplayClock>())
            .AddStructures().AddFamilies().AddCatalogue().AddPayments().AddWallets().AddPlanning().AddTreasury()
            .AddSingleton<IPaymentProvider>(new RecordedProvider(PaymentProvider.PayFip))
            .AddSingleton<IPaymentProvider>(new RecordedProvider(PaymentProvider.Stripe))
            .AddSingleton<IPaymentProvider>(new RecordedProvider(PaymentProvider.PayPal))
            .AddSingleton<CommuneOpening>().AddSingleton<DocumentReplay>().AddSingleton<DayReplay>().AddSingleton<ReplayCommand>()
            .BuildServiceProvider();
        return await services.GetRequiredService<ReplayCommand>().RunAsync(month, progress, stop);
    }

    private async Task<ReplayOutcome> RunAsync(Month month, IProgress<ReplayProgress> progress, CancellationToken stop)
    {
        var seating = Seating.Of(month);
        var total = month.Documents.Count + month.Days.Count;
        var done = 0;
        progress.Report(new ReplayProgress(done, total, month.FirstDay));
        await clock.MoveToAsync(month.FirstDay, TimeOnly.MinValue, stop);
        var commune = await opening.OpenAsync(month, seating, stop);
        await days.TickAsync(commune, seating, stop);

        foreach (var day in month.Days)
        {
            foreach (var document in month.Documents.Where(d => d.Day == day))
            {
                await clock.MoveToAsync(day, document.Time, stop);
                await documents.MakeAsync(commune, document, stop);
                progress.Report(new ReplayProgress(++done, total, day));
            }
            await EndDayAsync(month, commune, day, stop);
            progress.Report(new ReplayProgress(++done, total, day));
        }

        var others = await documents.CompareNumbersAsync(commune, month.Documents, stop);
        await using var work = await database.BeginAsync(commune.Structure, stop);
        return new ReplayOutcome(commune.Structure, await Figures.ReadAsync(work, month, stop), others);
    }

    private async Task EndDayAsync(Month month, Commune commune, DateOnly day, CancellationToken stop)
    {
        var used = month.Consumptions.Where(c => c.Day == day).Sum(c => (long)c.Quantity);
        if (used == 0)
            return;
        await clock.MoveToAsync(day, Evening, stop);
        await days.CloseAsync(commune, day, used, stop);
        if (month.GivenBack.Where(g => g.Day == day).ToList() is { Count: > 0 } back)
            await days.GiveBackAsync(commune, day, back, stop);
    }
}
