using System.Globalization;
using ETicket.Benchmarks.Grounds;
using ETicket.Benchmarks.Load;
using ETicket.Benchmarks.Report;
using ETicket.Kernel;
using ETicket.Wallets;

namespace ETicket.Benchmarks.Cases;

/// <summary>What a family reads — its balance and its last 30 lines — while the journal grows a hundredfold.</summary>
internal static class ReadingCase
{
    public static async Task RunAsync(BenchServer server, Options options, Board board, CancellationToken stop)
    {
        await using var database = await server.NewDatabaseAsync("reading", stop);
        await database.RunAsync("call bench.towns(1, 100, 25, 100)", stop);
        await database.RunAsync("call bench.open_days(1, 100, '2025-09-01', 20)", stop);
        for (var day = 1; day <= 20; day++)
            await database.RunAsync(string.Create(CultureInfo.InvariantCulture, $"call bench.book(1, 100, '2025-09-{day:00}')"), stop);
        var wallets = await WalletsAsync(database, stop);

        long from = 0;
        List<(Figures Balance, Figures Page)> sizes = [];
        foreach (var size in options.Quick ? new long[] { 100_000, 1_000_000 } : [100_000, 1_000_000, 10_000_000])
        {
            await database.RunAsync(string.Create(CultureInfo.InvariantCulture, $"call bench.history(100, 25, {from}, {size}, 100000)"), stop);
            from = size;
            await database.SettleDownAsync(stop);
            var balance = await MeasureAsync(w => BalanceAsync(database, w, stop), wallets, options);
            var page = await MeasureAsync(w => PageAsync(database, w, stop), wallets, options);
            var label = size.ToString("#,0", CultureInfo.InvariantCulture);
            board.Add("reading", $"balance of a family, {label} transfers", balance);
            board.Add("reading", $"last 30 lines of a wallet, {label} transfers", page);
            sizes.Add((balance, page));
        }
        board.Expect("balance, p50 at the largest journal / at the smallest", sizes[^1].Balance.P50 / sizes[0].Balance.P50, 1.10, atLeast: false);
        board.Expect("last 30 lines, p50 at the largest journal / at the smallest", sizes[^1].Page.P50 / sizes[0].Page.P50, 1.25, atLeast: false);
    }

    private static async Task<Figures> MeasureAsync(Func<Family, Task> read, List<Family> wallets, Options options)
    {
        await Clients.RunAsync(1, TimeSpan.FromSeconds(2), Act);
        List<Figures> rounds = [];
        for (var round = 0; round < options.Rounds; round++)
            rounds.Add(await Clients.RunAsync(1, options.Round, Act));
        return Figures.Median(rounds);

        async Task<bool> Act(int client)
        {
            await read(wallets[Random.Shared.Next(wallets.Count)]);
            return true;
        }
    }

    private static async Task BalanceAsync(BenchDatabase database, Family family, CancellationToken stop)
    {
        await using var work = await database.Product.BeginAsync(family.Structure, stop);
        var booklets = await Booklet.OfAsync(work, family.Id, new DateOnly(2026, 1, 5), stop);
        if (booklets.Count != 1)
            throw new InvalidOperationException("One booklet was expected.");
    }

    private static async Task PageAsync(BenchDatabase database, Family family, CancellationToken stop)
    {
        await using var work = await database.Product.BeginAsync(family.Structure, stop);
        var lines = await Statement.PageAsync(work, family.Wallet, null, stop);
        if (lines.Count != Statement.PageSize)
            throw new InvalidOperationException("A full page was expected.");
    }

    private static async Task<List<Family>> WalletsAsync(BenchDatabase database, CancellationToken stop)
    {
        List<Family> families = [];
        await using var command = database.Superuser.CreateCommand("select structure_id, family_id, id from wallet");
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
            families.Add(new(new(reader.GetGuid(0)), new(reader.GetGuid(1)), reader.GetInt64(2)));
        return families;
    }

    private sealed record Family(StructureId Structure, FamilyId Id, long Wallet);
}
