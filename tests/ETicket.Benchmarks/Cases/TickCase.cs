using ETicket.Benchmarks.Grounds;
using ETicket.Benchmarks.Load;
using ETicket.Benchmarks.Report;
using ETicket.Kernel;
using ETicket.Planning;

namespace ETicket.Benchmarks.Cases;

/// <summary>Ticking one day through the product's code, beside the leanest statement that could do it.</summary>
internal static class TickCase
{
    private static readonly DateOnly FirstDay = new(2040, 1, 2);

    public static async Task RunAsync(BenchServer server, Options options, Board board, CancellationToken stop)
    {
        await using var database = await server.NewDatabaseAsync("tick", stop);
        await database.RunAsync("call bench.towns(1, 100, 100, 100)", stop);
        await database.RunAsync("call bench.open_days(1, 100, '2040-01-02', 60)", stop);
        await database.SettleDownAsync(stop);
        var children = await ChildrenAsync(database, stop);
        var bookings = new Bookings(database.Product);
        var next = -1;
        await OursAsync(8, TimeSpan.FromSeconds(1));
        await Yardsticks.LeanClickAsync(database, 8, TimeSpan.FromSeconds(1));

        foreach (var clients in new[] { 1, 8, 32 })
        {
            List<Figures> lean = [], ours = [];
            for (var round = 0; round < options.Rounds; round++)
            {
                lean.Add(await Yardsticks.LeanClickAsync(database, clients, options.Round));
                ours.Add(await OursAsync(clients, options.Round));
            }
            board.Add("tick", "yardstick: lean click in one statement", Figures.Median(lean));
            board.Add("tick", "ticking a day, 100 communes", Figures.Median(ours));
            if (clients < 32)
                continue;
            board.Expect("ticking a day, 32 clients / the lean click", Figures.Median(ours).PerSecond / Figures.Median(lean).PerSecond, 0.3, atLeast: true);
            board.Expect("ticking a day, 32 clients, p99 in ms", Figures.Median(ours).P99, 50, atLeast: false);
        }
        board.Expect("faults found by the audit after the ticks", await AuditCase.FaultsAsync(database, stop), 0, atLeast: false);

        Task<Figures> OursAsync(int clients, TimeSpan duration) => Clients.RunAsync(clients, duration, async _ =>
        {
            var n = Interlocked.Increment(ref next);
            if (n >= children.Count * 60)
                return false;
            var (structure, activity, family, child) = children[n % children.Count];
            var answers = await bookings.SetAsync(
                new(structure, family, Guid.CreateVersion7(), "bench", ChangeOrigin.Parent, [new(child, activity, FirstDay.AddDays(n / children.Count), true)]), stop);
            return answers[0].Verdict is Verdict.Held ? true : throw new InvalidOperationException(answers[0].Verdict.ToString());
        });
    }

    private static async Task<List<(StructureId Structure, ActivityId Activity, FamilyId Family, ChildId Child)>> ChildrenAsync(BenchDatabase database, CancellationToken stop)
    {
        List<(StructureId, ActivityId, FamilyId, ChildId)> children = [];
        await using var command = database.Superuser.CreateCommand(
            "select a.structure_id, a.id, fc.family_id, fc.child_id from family_child fc join activity a on a.structure_id = fc.structure_id order by md5(fc.child_id::text)");
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
            children.Add((new(reader.GetGuid(0)), new(reader.GetGuid(1)), new(reader.GetGuid(2)), new(reader.GetGuid(3))));
        return children;
    }
}
