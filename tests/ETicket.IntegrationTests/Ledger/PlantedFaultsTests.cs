using System.Text.RegularExpressions;
using ETicket.Access;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Planning;
using ETicket.Treasury;
using Npgsql;

namespace ETicket.IntegrationTests.Ledger;

/// <summary>The town the faults are planted in: a little of everything, and healthy.</summary>
public sealed class LivedInTown(Cluster cluster) : IAsyncLifetime
{
    public Books Books { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(Books);
        var martin = await town.OpensAFile("Martin");
        var petit = await town.OpensAFile("Petit");
        var today = town.Days[0];

        await town.SetsTheClock(today, "08:00");
        var counter = await martin.Buys(6, "CANT-B", PaymentMeans.Cash);
        var online = await petit.GoesToPay(4, "CANT-B");
        town.PayFip.Accepts(online);
        await petit.Settles(online);
        await martin.Ticks("cantine", town.Days[2], town.Days[3]);
        await martin.Unticks("cantine", town.Days[3]);
        foreach (var family in new[] { martin, petit })
            await family.SetAsync(family.Children[0], "cantine", wanted: true, ChangeOrigin.Staff, today);
        await town.SetsTheClock(today, "20:00");
        await town.ClosesTheDay(today);
        await town.Recredits.GiveBackAsync(
            town.Structure, "D1", today, Recredits.Absence, "mairie", ChangeOrigin.Staff, [await martin.Booking(martin.Children[0], "cantine", today)], CancellationToken.None);
        await town.CashDesk.CancelAsync(town.Structure, Town.Dominique, "erreur", [(Assert.Single(await martin.Sold(counter)), 2)], Guid.NewGuid(), CancellationToken.None);
        await martin.Buys(1, "BUS", PaymentMeans.Cash);
        var owed = await martin.Owes(1200, "cantine");
        await martin.OwesInDetail(800, "cantine");
        await martin.SellAsync([(1, "BUS")], PaymentMeans.Cheque, invoices: [owed]);
        await petit.GoesToPay(3, "CANT-B");
        await petit.SellAsync([(201, "BUS")], PaymentMeans.Cash, tolerance: new(await town.Hires("Odile", Role.Regisseur), "le terminal est en panne"));
        foreach (var cheque in new[] { await petit.Buys(1, "BUS"), await petit.Buys(1, "BUS") })
        {
            var bounced = await town.Reversals.UndoAsync(town.Structure, Reversals.UnpaidCheque("sans provision"), [(Assert.Single(await petit.Sold(cheque)), 1)], CancellationToken.None);
            await town.Reversals.WinBackAsync(town.Structure, bounced.EntryId, "payé à la seconde présentation", CancellationToken.None);
        }
    }

    public ValueTask DisposeAsync() => Books.DisposeAsync();
}

/// <summary>A judge is believed once it has been seen red: every row of the audit is shown the very fault it is there for.</summary>
public sealed partial class PlantedFaultsTests(LivedInTown lived) : IClassFixture<LivedInTown>
{
    public static TheoryData<string> Violations { get; } = [.. Codes("create view violations", "create view alarms")];

    public static TheoryData<string> Again { get; } = [.. Plants.Again.Keys];

    public static TheoryData<string> Alarms { get; } = [.. Codes("create view alarms", "grant select")];

    [Fact]
    public async Task A_town_that_lives_has_neither_violation_nor_alarm()
    {
        Assert.Empty(await lived.Books.ViolationsAsync());
        Assert.Empty(await lived.Books.AlarmsAsync());
    }

    [Theory]
    [MemberData(nameof(Violations))]
    public async Task The_audit_sees_the_planted_fault(string code) => await SeesAsync("violations", code, Plants.OfViolations);

    [Theory]
    [MemberData(nameof(Again))]
    public Task The_audit_sees_a_fault_whichever_way_it_came(string way) =>
        SeesAsync("violations", Plants.Again[way].Code, new Dictionary<string, string>(StringComparer.Ordinal) { [Plants.Again[way].Code] = Plants.Again[way].Plant });

    [Theory]
    [MemberData(nameof(Alarms))]
    public async Task The_alarms_ring_for_the_planted_delay(string code) => await SeesAsync("alarms", code, Plants.OfAlarms);

    [Fact]
    public void No_plant_is_left_without_its_invariant()
    {
        Assert.Equal(Violations.Select(v => v.Data).Order(StringComparer.Ordinal), Plants.OfViolations.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(Alarms.Select(v => v.Data).Order(StringComparer.Ordinal), Plants.OfAlarms.Keys.Order(StringComparer.Ordinal));
    }

    /// <summary>Planted and read in one transaction that is never kept; the audit is read with the auditor's own eyes.</summary>
    private async Task SeesAsync(string view, string code, IReadOnlyDictionary<string, string> plants)
    {
        Assert.True(plants.TryGetValue(code, out var plant), $"« {code} » was never seen red: it needs a plant.");
        await using var connection = new NpgsqlConnection(lived.Books.Admin);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var sow = new NpgsqlCommand($"set local lock_timeout = '30s'; set local session_replication_role = replica; {plant}; set local role eticket_auditor", connection))
            await sow.ExecuteNonQueryAsync();

        await using var ask = new NpgsqlCommand($"select array_agg(distinct code) from {view}", connection);
        var found = await ask.ExecuteScalarAsync() as string[] ?? [];
        await transaction.RollbackAsync();

        Assert.Contains(code.Replace("''", "'", StringComparison.Ordinal), found);
    }

    private static IEnumerable<string> Codes(string from, string to)
    {
        var sql = SqlFiles.Read("Persistence/Violations.sql");
        var start = sql.IndexOf(from, StringComparison.Ordinal);
        var view = sql[start..sql.IndexOf(to, start, StringComparison.Ordinal)];
        return Code().Matches(view).Select(m => m.Groups["code"].Value);
    }

    [GeneratedRegex("(?:select |\\()'(?<code>[A-Z]\\d+ (?:[^']|'')+)'", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code();
}
