using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Providers;
using ETicket.Treasury;

namespace ETicket.IntegrationTests.Treasury;

/// <summary>
/// A provider tells of money that left and names a sum, not tickets: 7,50 € of five meals at 2,50 € and five journeys at 1,50 € is three meals or five journeys.
/// </summary>
public sealed class ToldMoneyTests(Cluster cluster)
{
    private static readonly TakenBack Made = new("re_1", new Money(750), ByTheBank: false, WonBack: false);

    [Fact]
    public async Task C28_a_refund_we_asked_for_whose_answer_was_lost_is_what_was_asked_when_a_notice_tells_it()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment) = await PaidAsync(books);
        var (provider, meals) = (new LosesItsAnswer(), await TakesAsync(martin, payment, "CANT-B", 3));
        var desk = DeskOf(town, provider);
        await Assert.ThrowsAsync<RefundSilent>(() => DoAsync(desk, payment, UndoAct.ProviderRefund, meals, "trois repas en trop"));

        await TellsAsync(town, payment, Made);
        provider.Answers = true;
        var document = await DoAsync(desk, payment, UndoAct.ProviderRefund, meals, "trois repas en trop");

        Assert.Equal(("R2026-000001", -750L), (document.FullNumber, document.Total.Cents));
        Assert.Contains("trois repas en trop", document.Reason);
        Assert.Equal(((2, 500, 0), (5, 750, 0)), (await martin.Wallet("CANT-B"), await martin.Wallet("BUS")));
        Assert.Equal((0, 1L), ((await OpenGapsAsync(town)).Count, await books.AskAsync<long>("select count(*) from receipt where kind <> 'Sale'")));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C28_a_sum_nobody_could_place_leaves_the_discrepancies_once_its_refund_failed()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment) = await PaidAsync(books);
        await TellsAsync(town, payment, Made);
        Assert.Equal(["refund"], await OpenGapsAsync(town));

        await TellsAsync(town, payment, Made with { WonBack = true });
        await TellsAsync(town, payment, Made with { WonBack = true });

        Assert.Empty(await OpenGapsAsync(town));
        Assert.Equal((5, 1250, 0), await martin.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();
    }

    [Theory]
    [InlineData(false, ReceiptKind.ProviderRefund)]
    [InlineData(true, ReceiptKind.Chargeback)]
    public async Task C28_C30_a_person_says_which_tickets_a_sum_that_left_was_and_nothing_leaves_again(bool byTheBank, ReceiptKind kind)
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment) = await PaidAsync(books);
        var (provider, told, key) = (new LosesItsAnswer { Answers = true }, Made with { ByTheBank = byTheBank }, Guid.NewGuid());
        var (desk, meals, journeys) = (DeskOf(town, provider), await TakesAsync(martin, payment, "CANT-B", 2), await TakesAsync(martin, payment, "BUS", 5));
        await TellsAsync(town, payment, told);

        var acts = (await desk.OpenAsync(town.Structure, payment.Id, CancellationToken.None)).Acts;
        Assert.Equal((true, false, false), (acts.Contains(UndoAct.Told), acts.Contains(UndoAct.ProviderRefund), acts.Contains(UndoAct.CommuneRefund)));
        await Assert.ThrowsAsync<MoneyNotPlaced>(() => DoAsync(desk, payment, UndoAct.ProviderRefund, journeys, "trop de trajets"));
        await Assert.ThrowsAsync<MoneyNotPlaced>(() => DoAsync(desk, payment, UndoAct.CommuneRefund, journeys, "trop de trajets"));
        await Assert.ThrowsAsync<NotTheSum>(() => DoAsync(desk, payment, UndoAct.Told, meals, "deux repas"));
        var shown = await desk.PreviewAsync(town.Structure, payment.Id, UndoAct.Told, journeys, CancellationToken.None);
        var document = await DoAsync(desk, payment, UndoAct.Told, journeys, "cinq trajets", key);
        var again = await DoAsync(desk, payment, UndoAct.Told, journeys, "cinq trajets", key);
        await TellsAsync(town, payment, told);

        Assert.Equal((new Money(750), document.Id, kind, -750L, "cinq trajets (re_1)"), (shown.Total, again.Id, document.Kind, document.Total.Cents, document.Reason));
        Assert.Equal(((5, 1250, 0), (0, 0, 0)), (await martin.Wallet("CANT-B"), await martin.Wallet("BUS")));
        Assert.Equal((0, 0), (provider.Asked, (await OpenGapsAsync(town)).Count));
        await Assert.ThrowsAsync<NothingToPlace>(async () => await DoAsync(desk, payment, UndoAct.Told, await TakesAsync(martin, payment, "CANT-B", 3), "trois repas"));
        Assert.Contains(UndoAct.ProviderRefund, (await desk.OpenAsync(town.Structure, payment.Id, CancellationToken.None)).Acts);
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_refund_without_an_answer_waits_among_the_discrepancies_until_it_has_one_and_the_commune_does_not_refund_beside_it()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment) = await PaidAsync(books);
        var (provider, meals) = (new LosesItsAnswer(), await TakesAsync(martin, payment, "CANT-B", 3));
        var desk = DeskOf(town, provider);
        await Assert.ThrowsAsync<RefundSilent>(() => DoAsync(desk, payment, UndoAct.ProviderRefund, meals, "trois repas en trop"));
        await Assert.ThrowsAsync<RefundSilent>(() => DoAsync(desk, payment, UndoAct.ProviderRefund, meals, "trois repas en trop"));

        Assert.Equal(["refund unanswered"], await OpenGapsAsync(town));
        Assert.Contains(await books.AlarmsAsync(), a => a.Code == "P9 écart à regarder");
        // Also by somebody whose page was open before.
        await Assert.ThrowsAsync<RefundUnfinished>(async () => await town.Reversals.UndoAsync(
            town.Structure, Reversals.CommuneRefund("départ"), [.. (await martin.Sold(payment)).Select(l => (l, 1))], CancellationToken.None));
        provider.Answers = true;
        await DoAsync(desk, payment, UndoAct.ProviderRefund, meals, "trois repas en trop");

        Assert.Empty(await OpenGapsAsync(town));
        Assert.Equal((2, 500, 0), await martin.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C28_a_whole_refund_whose_answer_was_lost_is_asked_again_after_a_notice_took_everything()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment) = await PaidAsync(books);
        var (provider, all) = (new LosesItsAnswer(), (await martin.Sold(payment)).ToDictionary(l => l.TransferId, l => l.StillSold));
        var desk = DeskOf(town, provider);
        await Assert.ThrowsAsync<RefundSilent>(() => DoAsync(desk, payment, UndoAct.ProviderRefund, all, "départ"));

        Assert.Equal(PaymentState.Refunded, await TellsAsync(town, payment, Made with { Amount = new(2000) }));
        Assert.Equal(["refund unanswered"], await OpenGapsAsync(town));
        Assert.Equal([UndoAct.ProviderRefund], (await desk.OpenAsync(town.Structure, payment.Id, CancellationToken.None)).Acts);
        provider.Answers = true;
        var document = await DoAsync(desk, payment, UndoAct.ProviderRefund, all, "départ");

        Assert.Equal(("R2026-000001", 1L), (document.FullNumber, await books.AskAsync<long>("select count(*) from receipt where kind <> 'Sale'")));
        Assert.Empty(await OpenGapsAsync(town));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C30_a_sum_told_under_two_numbers_waits_once_and_one_that_was_won_waits_no_more()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment) = await PaidAsync(books);
        var dispute = new TakenBack("PP-D-1", new Money(750), ByTheBank: true, WonBack: false) { Twin = Made.Key };
        var desk = DeskOf(town, new LosesItsAnswer { Answers = true });
        await TellsAsync(town, payment, Made);
        await TellsAsync(town, payment, dispute);
        Assert.Equal(["dispute"], await OpenGapsAsync(town));

        await TellsAsync(town, payment, dispute with { WonBack = true });
        Assert.Empty(await OpenGapsAsync(town));
        Assert.Contains(UndoAct.ProviderRefund, (await desk.OpenAsync(town.Structure, payment.Id, CancellationToken.None)).Acts);

        await TellsAsync(town, payment, Made with { Key = "re_2" });
        await TellsAsync(town, payment, dispute with { Key = "PP-D-2", Twin = "re_2" });
        await DoAsync(desk, payment, UndoAct.Told, await TakesAsync(martin, payment, "BUS", 5), "cinq trajets");
        await TellsAsync(town, payment, Made with { Key = "re_2" }, dispute with { Key = "PP-D-2", Twin = "re_2" });

        Assert.Equal((0, 1L), ((await OpenGapsAsync(town)).Count, await books.AskAsync<long>("select count(*) from receipt where kind <> 'Sale'")));
        Assert.Equal(((5, 1250, 0), (0, 0, 0)), (await martin.Wallet("CANT-B"), await martin.Wallet("BUS")));
        await books.ShouldBeHealthyAsync();
    }

    private static async Task<(Town Town, FamilyFile Family, Payment Payment)> PaidAsync(Books books)
    {
        var town = await Town.FoundAsync(books);
        await using var command = books.Owner.CreateCommand("update regie set refunds_through_provider = true");
        await command.ExecuteNonQueryAsync();
        var martin = await town.OpensAFile("Martin");
        var payment = await martin.GoesToPay([(5, "CANT-B"), (5, "BUS")]);
        town.PayFip.Accepts(payment);
        await martin.Settles(payment);
        return (town, martin, payment);
    }

    private static async Task<Dictionary<long, int>> TakesAsync(FamilyFile family, Payment payment, string type, int quantity) =>
        (await family.Sold(payment)).Where(l => l.TicketTypeId == family.Town.Type(type)).ToDictionary(l => l.TransferId, _ => quantity);

    private static UndoDesk DeskOf(Town town, params IRefunds[] refunds) =>
        new(town.Books.Database, town.Reversals, new ProviderRefunds(town.Books.Database, new MoneyBack(town.Books.Database, town.Reversals), refunds, new PortalAddress()));

    private static Task<Receipt> DoAsync(UndoDesk desk, Payment payment, UndoAct act, Dictionary<long, int> taken, string reason, Guid? key = null) =>
        desk.DoAsync(payment.StructureId, payment.Id, act, taken, reason, key ?? Guid.NewGuid(), CancellationToken.None);

    private static Task<PaymentState> TellsAsync(Town town, Payment payment, params TakenBack[] told) =>
        new MoneyBack(town.Books.Database, town.Reversals).PostAsync(town.Structure, payment.Id, told, CancellationToken.None);

    private static Task<IReadOnlyList<string>> OpenGapsAsync(Town town) =>
        town.Books.ListAsync(town.Structure, "select field from discrepancy where resolved_at is null order by id", r => r.GetString(0));

    /// <summary>A provider that makes what it is asked for, and whose answer is lost at first.</summary>
    private sealed class LosesItsAnswer : IRefunds
    {
        public PaymentProvider Name => PaymentProvider.PayFip;
        public bool Answers { get; set; }
        public int Asked { get; private set; }

        public Task<RefundView> RefundAsync(PaymentOrder order, string providerReference, Money amount, string key, CancellationToken stop)
        {
            Asked++;
            return Task.FromResult<RefundView>(Answers ? new RefundView.Made(Made.Key, amount) : new RefundView.Unknown("no answer"));
        }
    }
}
