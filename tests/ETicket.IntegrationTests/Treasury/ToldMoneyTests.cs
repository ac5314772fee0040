using ETicket.IntegrationTests.Treasury.Unanswered;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Providers;
using ETicket.Planning;
using ETicket.Treasury;
using ETicket.Treasury.Undo;

namespace ETicket.IntegrationTests.Treasury;

/// <summary>
/// A provider tells of money that left and names a sum, not tickets: 7,50 € of five meals at 2,50 € and five journeys at 1,50 € is three meals or five journeys.
/// </summary>
public sealed class ToldMoneyTests(Cluster cluster)
{
    private static readonly TakenBack Made = new("re_1", new Money(750), ByTheBank: false, WonBack: false);

    [Fact]
    public async Task C28_a_sum_nobody_could_place_leaves_the_discrepancies_once_its_refund_failed()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment) = await RegieDesk.SellsMealsAndJourneysAsync(books);
        await town.Tells(payment, Made);
        Assert.Equal(["refund"], await town.OpenGaps());

        await town.Tells(payment, Made with { WonBack = true });
        await town.Tells(payment, Made with { WonBack = true });

        Assert.Empty(await town.OpenGaps());
        Assert.Equal((5, 1250, 0), await martin.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();
    }

    [Theory]
    [InlineData(false, ReceiptKind.ProviderRefund)]
    [InlineData(true, ReceiptKind.Chargeback)]
    public async Task C28_C30_a_person_says_which_tickets_a_sum_that_left_was_and_nothing_leaves_again(bool byTheBank, ReceiptKind kind)
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment) = await RegieDesk.SellsMealsAndJourneysAsync(books);
        var (provider, told, key) = (new LosesItsAnswer { Answers = true }, Made with { ByTheBank = byTheBank }, Guid.NewGuid());
        var (desk, meals, journeys) = (town.Desk(provider), await martin.Takes(payment, "CANT-B", 2), await martin.Takes(payment, "BUS", 5));
        await town.Tells(payment, told);

        var acts = (await desk.Opens(payment)).Acts;
        Assert.Equal((true, false, false), (acts.Contains(UndoAct.Told), acts.Contains(UndoAct.ProviderRefund), acts.Contains(UndoAct.CommuneRefund)));
        await Assert.ThrowsAsync<MoneyNotPlaced>(() => desk.Does(payment, UndoAct.ProviderRefund, journeys, "trop de trajets"));
        await Assert.ThrowsAsync<MoneyNotPlaced>(() => desk.Does(payment, UndoAct.CommuneRefund, journeys, "trop de trajets"));
        await Assert.ThrowsAsync<NotTheSum>(() => desk.Does(payment, UndoAct.Told, meals, "deux repas", number: "re_1"));
        var shown = await desk.PreviewAsync(town.Structure, payment.Id, UndoAct.Told, journeys, CancellationToken.None, "re_1");
        var document = await desk.Does(payment, UndoAct.Told, journeys, "cinq trajets", key, "re_1");
        var again = await desk.Does(payment, UndoAct.Told, journeys, "cinq trajets", key, "re_1");
        await town.Tells(payment, told);

        Assert.Equal((new Money(750), document.Id, kind, -750L, "cinq trajets (re_1)"), (shown.Total, again.Id, document.Kind, document.Total.Cents, document.Reason));
        Assert.Equal(((5, 1250, 0), (0, 0, 0)), (await martin.Wallet("CANT-B"), await martin.Wallet("BUS")));
        Assert.Equal((0, 0), (provider.Asked, (await town.OpenGaps()).Count));
        await Assert.ThrowsAsync<NothingToPlace>(async () => await desk.Does(payment, UndoAct.Told, await martin.Takes(payment, "CANT-B", 3), "trois repas", number: "re_1"));
        Assert.Contains(UndoAct.ProviderRefund, (await desk.Opens(payment)).Acts);
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C28_of_two_refunds_of_one_sum_the_one_shown_is_the_one_placed_and_no_other_number_is()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment) = await RegieDesk.SellsMealsAndJourneysAsync(books);
        var (desk, key) = (town.Desk(), Guid.NewGuid());
        var (meals, journeys) = (await martin.Takes(payment, "CANT-B", 3), await martin.Takes(payment, "BUS", 5));
        await town.Tells(payment, Made, Made with { Key = "re_2" });

        Assert.Equal(["re_1", "re_2"], (await desk.Opens(payment)).Told.Select(t => t.Key));
        foreach (var unknown in new[] { "re_9", "", null })
            await Assert.ThrowsAsync<NothingToPlace>(() => desk.Does(payment, UndoAct.Told, meals, "trois repas", number: unknown));
        var second = await desk.Does(payment, UndoAct.Told, meals, "trois repas", key, "re_2");
        Assert.Equal(second.Id, (await desk.Does(payment, UndoAct.Told, meals, "trois repas", key, "re_2")).Id);
        var placed = await Assert.ThrowsAsync<NothingToPlace>(() => desk.Does(payment, UndoAct.Told, journeys, "cinq trajets", number: "re_2"));
        // The same tickets under the same key, of another sum: another act.
        await Assert.ThrowsAsync<KeyReused>(() => desk.Does(payment, UndoAct.Told, meals, "trois repas", key, "re_1"));
        Assert.Equal(["re_1"], (await desk.Opens(payment)).Told.Select(t => t.Key));
        await desk.Does(payment, UndoAct.Told, journeys, "cinq trajets", number: "re_1");
        await town.Tells(payment, Made, Made with { Key = "re_2" });

        Assert.Contains("re_2", placed.Sentence);
        Assert.Equal(["trois repas (re_2)", "cinq trajets (re_1)"], await books.ListAsync(town.Structure, "select reason from receipt where kind <> 'Sale' order by number", r => r.GetString(0)));
        Assert.Equal(((2, 500, 0), (0, 0, 0)), (await martin.Wallet("CANT-B"), await martin.Wallet("BUS")));
        Assert.Empty(await town.OpenGaps());
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C28_two_people_who_say_other_tickets_of_one_sum_at_the_same_moment_one_is_told_that_it_was_said()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment) = await RegieDesk.SellsMealsAndJourneysAsync(books);
        var (meals, journeys) = (await martin.Takes(payment, "CANT-B", 3), await martin.Takes(payment, "BUS", 5));
        await town.Tells(payment, Made);

        var said = await Task.WhenAll(new[] { meals, journeys, meals, journeys }.Select(tickets => Task.Run(async () =>
        {
            try
            {
                return (await town.Desk().Does(payment, UndoAct.Told, tickets, "dit au guichet", number: "re_1")).FullNumber;
            }
            catch (NothingToPlace)
            {
                return "said";
            }
        })));

        Assert.Equal(["R2026-000001"], said.Where(s => s != "said").Distinct());
        Assert.Contains("said", said);
        Assert.Equal(1L, await books.AskAsync<long>("select count(*) from receipt where kind <> 'Sale'"));
        Assert.Empty(await town.OpenGaps());
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C30_a_sum_told_under_two_numbers_waits_once_and_one_that_was_won_waits_no_more()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment) = await RegieDesk.SellsMealsAndJourneysAsync(books);
        var dispute = new TakenBack("PP-D-1", new Money(750), ByTheBank: true, WonBack: false) { Twin = Made.Key };
        var desk = town.Desk(new LosesItsAnswer { Answers = true });
        await town.Tells(payment, Made);
        await town.Tells(payment, dispute);
        Assert.Equal(["dispute"], await town.OpenGaps());

        await town.Tells(payment, dispute with { WonBack = true });
        Assert.Empty(await town.OpenGaps());
        Assert.Contains(UndoAct.ProviderRefund, (await desk.Opens(payment)).Acts);

        await town.Tells(payment, Made with { Key = "re_2" });
        await town.Tells(payment, dispute with { Key = "PP-D-2", Twin = "re_2" });
        await desk.Does(payment, UndoAct.Told, await martin.Takes(payment, "BUS", 5), "cinq trajets", number: "PP-D-2");
        await town.Tells(payment, Made with { Key = "re_2" }, dispute with { Key = "PP-D-2", Twin = "re_2" });

        Assert.Equal((0, 1L), ((await town.OpenGaps()).Count, await books.AskAsync<long>("select count(*) from receipt where kind <> 'Sale'")));
        Assert.Equal(((5, 1250, 0), (0, 0, 0)), (await martin.Wallet("CANT-B"), await martin.Wallet("BUS")));
        await books.ShouldBeHealthyAsync();
    }
}
