using ETicket.Access;
using ETicket.IntegrationTests.Documents;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Treasury;
using ETicket.Treasury.Undo;
using ETicket.UnitTests.Mail.Documents;
using ETicket.Wallets;

namespace ETicket.IntegrationTests.Payments.Baskets;

/// <summary>Over 300 € in cash: refused at the counter, unless somebody who runs the régie answers for it.</summary>
public sealed class CashToleranceTests(Cluster cluster)
{
    private const string Why = "marché de Noël, le terminal est en panne";
    private static readonly TownPlan TwoRegies = new() { TwoRegies = true };

    [Fact]
    public async Task Three_hundred_euros_are_taken_and_one_more_ticket_waits_for_somebody_who_runs_the_regie()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, neighbour) = (await Town.FoundAsync(books), await Town.FoundAsync(books, new TownPlan("voisine")));
        var martin = await town.OpensAFile("Martin");
        var (left, odile) = (await town.Hires("Ancienne régisseuse", Role.Regisseur), await town.Hires("Odile", Role.Regisseur));
        await LeavesAsync(books, left);
        Agent[] others = [Town.Dominique, left, await neighbour.Hires("Régisseur voisin", Role.Regisseur),
            .. await Task.WhenAll(new[] { Role.Counter, Role.Agent, Role.Administrator, Role.Ordonnateur, Role.Accountant }.Select(role => town.Hires($"{role}", role)))];

        var refused = await Assert.ThrowsAsync<TooMuchCash>(() => SellsAsync(121, null));
        foreach (var other in others)
            await Assert.ThrowsAsync<ToleranceNotYours>(() => SellsAsync(121, new(other, Why)));
        foreach (var mute in new[] { null, "", " \t" })
            await Assert.ThrowsAsync<ToleranceWithoutReason>(() => SellsAsync(121, new(odile, mute)));
        Assert.Equal(0L, await books.AskAsync<long>("select (select count(*) from payment) + (select count(*) from cash_tolerance)"));
        await SellsAsync(120, null);
        await SellsAsync(120, new(Town.Dominique, null));

        Assert.Contains("est de 302,50 €. Au-delà de 300,00 €", refused.Sentence.Replace('\u00A0', ' '), StringComparison.Ordinal);
        Assert.Empty(await KeptAsync(town));
        Assert.Equal((240, 60000, 0), await martin.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();

        Task<IReadOnlyList<Payment>> SellsAsync(int tickets, Tolerance? tolerance) => martin.SellAsync([(tickets, "CANT-B")], PaymentMeans.Cash, tolerance: tolerance);
    }

    [Theory]
    [InlineData(Role.Regisseur)]
    [InlineData(Role.Deputy)]
    public async Task Who_allowed_it_and_why_stay_with_the_sale_and_under_its_key_another_tolerance_is_another_sale(Role role)
    {
        await using var books = await Books.OpenAsync(cluster);
        var desk = new PaperDesk(await Town.FoundAsync(books));
        var town = desk.Town;
        var martin = await town.OpensAFile("Martin");
        var (odile, other, key) = (await town.Hires("Odile", role), await town.Hires("Sacha", role), Guid.NewGuid());

        var sold = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => SellsAsync(new(odile, $" {Why} ")))));
        foreach (var tolerance in new[] { null, new Tolerance(other, Why), new Tolerance(odile, "autre chose") })
            await Assert.ThrowsAsync<BasketChanged>(() => SellsAsync(tolerance));
        var payment = Assert.Single(sold.SelectMany(s => s.Select(p => p.Id)).Distinct());
        Assert.Equal([$"{payment} Odile 30250 {Why}"], await KeptAsync(town));

        // Whoever is no longer there allowed it all the same; and what was cancelled since was taken.
        await LeavesAsync(books, odile);
        await town.CashDesk.CancelAsync(town.Structure, Town.Dominique, "erreur", [(Assert.Single(await martin.Sold(sold[0][0])), 121)], Guid.NewGuid(), CancellationToken.None);
        await SellsAsync(new(odile, Why));

        using var journal = new PdfJudge((await desk.JournalOf(town.Days[0].AddDays(-3), town.Days[0]))!.Content);
        journal.ShouldBeSound();
        journal.ShouldSay("au-delà du plafond, accepté par Odile");
        Assert.Equal((0, 0, 0), await martin.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();

        Task<IReadOnlyList<Payment>> SellsAsync(Tolerance? tolerance) => martin.SellAsync([(121, "CANT-B")], PaymentMeans.Cash, key, tolerance: tolerance);
    }

    [Fact]
    public async Task Of_two_payers_and_two_regies_the_tolerance_is_that_of_the_regie_over_its_ceiling()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, TwoRegies);
        var martin = await town.OpensAFile("Martin");
        var odile = await town.Hires("Odile", Role.Regisseur);
        var grandmother = martin.Share(PaymentMeans.Cash, new Payer(PayerKind.Adult, "Odile Garnier"), (61, "CANT-B"));

        var sold = await martin.SellAsync([(60, "CANT-B"), (100, "BUS")], PaymentMeans.Cash, others: [grandmother], tolerance: new(odile, Why));

        Assert.Equal([15000L, 15000L, 15250L], sold.Select(p => p.Amount.Cents).Order());
        Assert.Equal(
            sold.Where(p => p.RegieId == town.Regie).Select(p => $"{p.Id} Odile 30250 {Why}").Order(StringComparer.Ordinal), (await KeptAsync(town)).Order(StringComparer.Ordinal));
        await books.ShouldBeHealthyAsync();
    }

    private static async Task LeavesAsync(Books books, Agent agent)
    {
        await using var command = books.Owner.CreateCommand($"update login_access set ended_at = eticket_now() where login_id = '{agent.Login}'");
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }

    private static Task<IReadOnlyList<string>> KeptAsync(Town town) => town.Books.ListAsync(
        town.Structure, "select concat_ws(' ', payment_id, allowed_by, cash_cents, reason) from cash_tolerance", r => r.GetString(0));
}
