using System.Diagnostics;
using System.Globalization;
using ETicket.Benchmarks.Grounds;
using ETicket.Benchmarks.Report;
using ETicket.Kernel;
using ETicket.Treasury;

namespace ETicket.Benchmarks.Cases;

/// <summary>A month invoiced to ten thousand families of one commune, one after the other: each its entry, its number and its letter, in a transaction of its own; then asked again.</summary>
internal static class InvoicesCase
{
    private const int Families = 10_000;

    public static async Task RunAsync(BenchServer server, Options options, Board board, CancellationToken stop)
    {
        await using var database = await server.NewDatabaseAsync("invoices", stop);
        await database.RunAsync(string.Create(CultureInfo.InvariantCulture, $"call bench.towns(1, 1, {Families}, 1)"), stop);
        await database.SettleDownAsync(stop);
        var (structure, month) = await MonthAsync(database, stop);
        var runs = new InvoiceRuns(database.Product, new Invoices(database.Product));

        var first = await IssueAsync(runs, structure, month, stop);
        var again = await IssueAsync(runs, structure, month, stop);

        board.Add("invoices", "a month issued, 1 client", Families, first);
        board.Add("invoices", "the same month asked again", Families, again);
        board.Expect("10,000 invoices in one run, seconds", first, 1_800, atLeast: false);
        board.Expect("faults found by the audit after the invoices", await AuditCase.FaultsAsync(database, stop), 0, atLeast: false);
    }

    private static async Task<double> IssueAsync(InvoiceRuns runs, StructureId structure, InvoiceMonth month, CancellationToken stop)
    {
        var started = Stopwatch.GetTimestamp();
        var issued = await runs.IssueAsync(structure, month, null, stop);
        return issued[^1].Number == Families ? Stopwatch.GetElapsedTime(started).TotalSeconds : throw new InvalidOperationException(issued[^1].FullNumber);
    }

    private static async Task<(StructureId Structure, InvoiceMonth Month)> MonthAsync(BenchDatabase database, CancellationToken stop)
    {
        await using var command = database.Superuser.CreateCommand("select s.structure_id, s.id, f.id from regie_service s join family f on f.structure_id = s.structure_id order by s.id, f.id limit $1");
        command.Parameters.Add(new() { Value = Families });
        await using var row = await command.ExecuteReaderAsync(stop);
        var (structure, service, owed) = (default(StructureId), default(ServiceId), new List<(FamilyId, Money)>());
        while (await row.ReadAsync(stop))
        {
            (structure, service) = (new(row.GetGuid(0)), new(row.GetGuid(1)));
            owed.Add((new(row.GetGuid(2)), new Money(400 + (owed.Count % 900))));
        }
        return (structure, new InvoiceMonth(service, new DateOnly(2026, 10, 1), "Étude, octobre 2026", new DateOnly(2026, 12, 31), owed));
    }
}
