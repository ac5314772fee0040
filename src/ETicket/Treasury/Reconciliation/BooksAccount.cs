using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Providers;
using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ETicket.Treasury.Reconciliation;

/// <summary>One account of a structure at a provider, and the régies that collect on it.</summary>
internal sealed record BooksAccount(StructureId Structure, PaymentProvider Provider, string Account, IReadOnlyList<RegieId> Regies)
{
    /// <summary>It belongs to another structure, from before that was refused: its list is read there.</summary>
    public bool OfAnother { get; init; }

    /// <summary>Those of every structure, at these providers, each for the one structure it belongs to.</summary>
    public static async Task<IReadOnlyList<BooksAccount>> AllAsync(Database database, IEnumerable<PaymentProvider> providers, CancellationToken stop)
    {
        await using var ask = database.Worker.CreateCommand(
            """
            select a.structure_id, a.provider, a.account, array_agg(a.regie_id order by a.regie_id) from provider_account a
            join provider_account_owner o on o.provider = a.provider and o.account = a.account and o.structure_id = a.structure_id
            where a.provider = any($1) group by 1, 2, 3 order by 1, 2, 3
            """);
        ask.Parameters.Add(new NpgsqlParameter { Value = providers.Select(p => p.ToString()).ToArray() });
        var found = new List<BooksAccount>();
        await using var reader = await ask.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
            found.Add(new(new(reader.GetGuid(0)), Enum.Parse<PaymentProvider>(reader.GetString(1)), reader.GetString(2), [.. reader.GetFieldValue<Guid[]>(3).Select(r => new RegieId(r))]));
        return found;
    }

    /// <summary>Those of one structure, in its transaction.</summary>
    public static async Task<IReadOnlyList<BooksAccount>> OfAsync(Work work, CancellationToken stop)
    {
        var all = await work.Read<ProviderAccount>().ToListAsync(stop);
        // Only its own are seen in a structure's transaction.
        var own = (await work.Read<ProviderAccountOwner>().Select(o => new { o.Provider, o.Account }).ToListAsync(stop)).Select(o => (o.Provider, o.Account)).ToHashSet();
        return [.. all.GroupBy(a => (a.Provider, a.Account)).OrderBy(g => g.Key.Provider).ThenBy(g => g.Key.Account, StringComparer.Ordinal)
            .Select(g => new BooksAccount(work.Structure, g.Key.Provider, g.Key.Account, [.. g.Select(a => a.RegieId).OrderBy(r => r.Value)]) { OfAnother = !own.Contains(g.Key) })];
    }

    /// <summary>The first days, at most so many, that were not read yet and are over; none as long as nobody went to pay there.</summary>
    public async Task<IReadOnlyList<DateOnly>> ToReadAsync(Work work, int most, CancellationToken stop)
    {
        var next = await ReadUntilAsync(work, stop) is { } read ? read.AddDays(1) : await FirstAsync(work, stop);
        var today = ParisTime.DayOf(await work.NowAsync(stop));
        return next is { } first ? [.. Enumerable.Range(0, most).Select(first.AddDays).TakeWhile(day => day < today)] : [];
    }

    /// <summary>The last day read; null before the first.</summary>
    public Task<DateOnly?> ReadUntilAsync(Work work, CancellationToken stop) =>
        work.Read<ProviderDay>().Where(d => d.Provider == Provider && d.Account == Account).MaxAsync(d => (DateOnly?)d.Day, stop);

    private async Task<DateOnly?> FirstAsync(Work work, CancellationToken stop) =>
        await work.Read<Payment>().Where(p => p.Provider == Provider && Regies.Contains(p.RegieId)).MinAsync(p => (DateTimeOffset?)(p.OpenedAt ?? p.CreatedAt), stop) is { } at ? ParisTime.DayOf(at) : null;
}
