using ETicket.IntegrationTests.World;
using ETicket.Ledger;
using ETicket.Payments;
using static ETicket.Ledger.AccountKind;

namespace ETicket.IntegrationTests.Ledger;

/// <summary>The one way into the books for euros.</summary>
public sealed class JournalTests(Cluster cluster)
{
    private static readonly DateOnly Day = new(2026, 9, 7);

    [Fact]
    public async Task A_fact_posted_twice_is_written_once()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);

        var first = Assert.Single(await PostAsync(town, Slip(town, "BCH-1", 1200)));
        var again = Assert.Single(await PostAsync(town, Slip(town, "BCH-1", 9900)));

        Assert.True(first.Fresh);
        Assert.Equal(first with { Fresh = false }, again);
        Assert.Equal(1200, await SumAsync(books));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Many_facts_come_back_in_the_order_asked_known_ones_among_them()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var known = Assert.Single(await PostAsync(town, Slip(town, "S-050", 50)));

        var posted = await PostAsync(town, [.. Enumerable.Range(1, 100).Reverse().Select(i => Slip(town, $"S-{i:D3}", i))]);

        Assert.Equal(100, posted.Count);
        Assert.Equal(99, posted.Count(p => p.Fresh));
        Assert.Equal(known with { Fresh = false }, posted[50]);
        Assert.Equal(5050, await SumAsync(books));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Twenty_at_once_under_one_reference_write_one_fact()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);

        var posted = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => PostAsync(town, Slip(town, "BCH-7", 300), Slip(town, "BCH-8", 400)))));

        Assert.Single(posted, p => p[0].Fresh);
        Assert.Single(posted.Select(p => p[0].EntryId).Distinct());
        Assert.Equal(700, await SumAsync(books));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_move_the_chart_does_not_know_is_refused_and_nothing_is_written()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var cheques = AccountName.ChequesInHand(town.Regie);
        var due = AccountName.Due(town.Regie, town.Canteen);
        Posting[] wrong =
        [
            new(EntryKind.ChequeSlip, "empty", Day, []),
            new(EntryKind.ChequeSlip, "zero", Day, [new Move(new(ChequesRemitted, town.Regie.Value), cheques, 0)]),
            new(EntryKind.ChequeSlip, "negative", Day, [new Move(new(ChequesRemitted, town.Regie.Value), cheques, -1)]),
            new(EntryKind.ChequeSlip, "backwards", Day, [new Move(cheques, new(ChequesRemitted, town.Regie.Value), 100)]),
            new(EntryKind.Sale, "tickets", Day, [new Move(AccountName.TicketsIssued(town.Type("BUS")), AccountName.TicketsUsed(town.Type("BUS")), 100)]),
            new(EntryKind.Deposit, "elsewhere", Day, [new Move(cheques, due, 100)]),
        ];

        foreach (var posting in wrong)
            await Assert.ThrowsAsync<IllegalPosting>(() => PostAsync(town, Slip(town, "good", 100), posting));

        Assert.Equal(0, await SumAsync(books));
    }

    [Fact]
    public async Task The_database_keeps_the_very_tables_of_the_code()
    {
        await using var books = await Books.OpenAsync(cluster);

        var moves = await books.AskAsync<string[]>("select array_agg(entry_kind || ' ' || debit_kind || ' ' || credit_kind) from chart_move");
        var edges = await books.AskAsync<string[]>("select array_agg(from_state || ' ' || to_state) from payment_edge");

        Assert.Equal(Chart.Moves.Select(m => $"{m.Entry} {m.Debit} {m.Credit}").Order(StringComparer.Ordinal), moves.Order(StringComparer.Ordinal));
        Assert.Equal(PaymentStates.Edges.Select(e => $"{e.From} {e.To}").Order(StringComparer.Ordinal), edges.Order(StringComparer.Ordinal));
    }

    private static Posting Slip(Town town, string reference, long cents) => new(
        EntryKind.ChequeSlip, reference, Day, [new Move(new AccountName(ChequesRemitted, town.Regie.Value), AccountName.ChequesInHand(town.Regie), cents)]);

    private static async Task<IReadOnlyList<Posted>> PostAsync(Town town, params Posting[] postings)
    {
        await using var work = await town.Books.Database.BeginAsync(town.Structure, CancellationToken.None);
        var posted = await Journal.PostAsync(work.Connection, town.Structure, postings, CancellationToken.None);
        await work.CommitAsync(CancellationToken.None);
        return posted;
    }

    private static Task<long> SumAsync(Books books) => books.AskAsync<long>("select coalesce(sum(cents), 0)::bigint from transfer");
}
