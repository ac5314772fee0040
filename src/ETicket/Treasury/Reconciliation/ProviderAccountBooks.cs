using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Providers;
using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace ETicket.Treasury.Reconciliation;

/// <summary>
/// « Comptes des prestataires » — reads every night what the providers say of the régies' accounts, puts their fees in the books, and compares the rest with our payments and their
/// documents, line by line. What differs is told to a person; nothing of ours is corrected by it.
/// </summary>
public sealed class ProviderAccountBooks(Database database, IEnumerable<IProviderBooks> books, ILogger<ProviderAccountBooks> log)
{
    /// <summary>An account long unread is caught up over several nights: the others do not wait for it.</summary>
    private const int MostDays = 100;
    private const int Readers = 4;

    /// <summary>Where something does not meet, its day is asked for again so long: PayPal's lines may be hours late, a release or an instant transfer weeks.</summary>
    private const int AskedAgainFor = 62;

    private readonly Dictionary<PaymentProvider, IProviderBooks> _books = books.ToDictionary(b => b.Name);

    /// <summary>
    /// Reads the days that are over, from the first payment of an account to yesterday, in their order, each whole and once; then again those on which something does not meet. A
    /// provider that does not answer, or whose list is cut short, changes nothing of that day, and the days after it wait for the next run. The providers are asked outside any
    /// transaction. Then says what differs, once both sides have had a whole day to be told, and closes what does not differ any more. Answers how many days were read.
    /// </summary>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        var read = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = Readers, CancellationToken = stop };
        await Parallel.ForEachAsync(await BooksAccount.AllAsync(database, _books.Keys, stop), options, async (account, stop) =>
        {
            try
            {
                await ReadAsync(account, () => Interlocked.Increment(ref read), stop);
                await CompareAsync(account, stop);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogError(e, "The account {Account} of {Structure} at {Provider} could not be read", account.Account, account.Structure, account.Provider);
            }
        });
        return read;
    }

    private async Task ReadAsync(BooksAccount account, Action read, CancellationToken stop)
    {
        try
        {
            IReadOnlyList<DateOnly> days;
            await using (var work = await database.BeginAsync(account.Structure, stop))
                days = await account.ToReadAsync(work, MostDays, stop);
            foreach (var day in days)
                await ReadAsync(account, day, read, stop);
            foreach (var day in (await AgainAsync(account, stop)).Except(days))
                await ReadAsync(account, day, read, stop);
        }
        catch (ProviderUnreachable silent)
        {
            log.LogWarning("The account {Account} of {Structure} at {Provider} was not told whole: {Why}", account.Account, account.Structure, account.Provider, silent.Message);
        }
    }

    private async Task ReadAsync(BooksAccount account, DateOnly day, Action read, CancellationToken stop)
    {
        var told = await _books[account.Provider].MovementsAsync(account.Account, ParisTime.StartOf(day), ParisTime.StartOf(day.AddDays(1)), stop).ToListAsync(stop);
        ProviderLines.Check(day, told);
        await using var work = await database.BeginAsync(account.Structure, stop);
        await ProviderLines.KeepAsync(work, account, day, told, stop);
        await work.CommitAsync(stop);
        read();
    }

    /// <summary>
    /// The days already read on which something does not meet, or was told otherwise, the latest first. Where the provider lists a movement on the day it began, which only it knows
    /// (PayPal's refund that waited for a bank), those since its payment was opened.
    /// </summary>
    private async Task<IReadOnlyList<DateOnly>> AgainAsync(BooksAccount account, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(account.Structure, stop);
        var since = ParisTime.DayOf(await work.NowAsync(stop)).AddDays(-AskedAgainFor);
        var known = await work.Read<ProviderDay>().Where(d => d.Provider == account.Provider && d.Account == account.Account && d.Day >= since).Select(d => d.Day).ToListAsync(stop);
        var changed = await work.Read<ProviderGap>().Where(g => g.Provider == account.Provider && g.Account == account.Account && g.Kind == ProviderGapKind.Changed && !g.Healed && g.GoneAt == null)
            .Select(g => g.Day).ToListAsync(stop);
        var unmet = (await BothSides.CompareAsync(work, account, stop)).SelectMany(u => DaysOf(u, _books[account.Provider].ListsByBeginning));
        return [.. unmet.Concat(changed).Distinct().Intersect(known).OrderDescending()];
    }

    private static IEnumerable<DateOnly> DaysOf(Unmatched unmet, bool byBeginning)
    {
        var (first, last) = (ParisTime.DayOf(unmet.Since), ParisTime.DayOf(unmet.At));
        if (byBeginning)
            return Enumerable.Range(0, last.DayNumber - first.DayNumber + 1).Select(first.AddDays);
        return unmet.Found is null ? [last] : [first, last];
    }

    /// <summary>A day is compared once the next was read too: what is told at midnight, or hours late, has come by then on both sides.</summary>
    private async Task CompareAsync(BooksAccount account, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(account.Structure, stop);
        if (await account.ReadUntilAsync(work, stop) is not { } read)
            return;
        await FollowedGaps.HoldAsync(work, account, stop);
        var unmet = (await BothSides.CompareAsync(work, account, stop)).ToLookup(u => ParisTime.DayOf(u.At) < read);
        await FollowedGaps.FollowAsync(work, account, null, [.. unmet[true]], [.. unmet[false]], stop);
        await work.CommitAsync(stop);
    }
}
