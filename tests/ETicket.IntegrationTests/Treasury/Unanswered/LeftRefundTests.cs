using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments.Providers;
using ETicket.Planning;
using ETicket.Treasury;
using ETicket.Treasury.Undo;
using static ETicket.IntegrationTests.Treasury.Unanswered.SilentRefund;

namespace ETicket.IntegrationTests.Treasury.Unanswered;

/// <summary>
/// The provider never answered, and its statement shows that the refund left: a person writes its number. Three meals, 7,50 €, of five meals at 2,50 € and five journeys at 1,50 €.
/// </summary>
public sealed class LeftRefundTests(Cluster cluster)
{
    private static readonly TakenBack Made = new("re_1", new Money(750), ByTheBank: false, WonBack: false);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task C28_read_on_the_statement_its_own_tickets_leave_under_that_number_and_nobody_is_called(bool givenUp)
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment, provider, request) = await SilentAsync(books);
        var (desk, key) = (town.Desk(provider), Guid.NewGuid());
        if (givenUp)
            await town.Resolves(payment, "refund unanswered", "rien trouvé");

        var waits = Assert.Single((await desk.Opens(payment)).MayHaveLeft);
        Assert.Contains(UndoAct.Left, (await desk.Opens(payment)).Acts);
        var shown = await desk.PreviewLeftAsync(town.Structure, payment.Id, request, "re_1", CancellationToken.None);
        var document = await desk.Leaves(payment, request, " re_1 ", key);
        var again = await desk.Leaves(payment, request, "re_1", key);
        var colleague = await desk.Leaves(payment, request, "re_1", by: "Camille");

        Assert.Equal((request, new Money(750), 5, 2), (waits.Key, shown.Total, Assert.Single(shown.Booklets).Before, shown.Booklets[0].After));
        Assert.Equal(("R2026-000001", -750L, "trois repas en trop (re_1)"), (document.FullNumber, document.Total.Cents, document.Reason));
        Assert.Equal((document.Id, document.Id, 1), (again.Id, colleague.Id, provider.Asked));
        Assert.Equal(((2, 500, 0), (5, 750, 0)), (await martin.Wallet("CANT-B"), await martin.Wallet("BUS")));
        Assert.Equal("Dominique, re_1", await books.AskAsync<string>("select left_by || ', ' || made_as from refund_request where left_at = eticket_now() and ended_at is not null"));
        Assert.Equal(givenUp ? "Dominique, rien trouvé" : "Dominique, Ce remboursement est bien parti, d’après le relevé du prestataire, sous le numéro re_1.", await books.AskAsync<string>(
            "select resolved_by || ', ' || outcome from discrepancy where field = 'refund unanswered'"));
        Assert.Empty(await town.OpenGaps());
        Assert.Equal("true", await books.AskAsync<string>("select variables ->> 'refunded' from outbox_letter where name = 'TicketsTakenBack'"));
        Assert.DoesNotContain(UndoAct.Left, (await desk.Opens(payment)).Acts);
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C29_its_tickets_were_eaten_meanwhile_and_the_family_owes_them()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment, provider) = await AsksAsync(books, 5);
        await town.SetsTheClock(town.Days[0], "08:00");
        await martin.SetAsync(martin.Children[0], "cantine", wanted: true, ChangeOrigin.Staff, town.Days[0]);
        await town.SetsTheClock(town.Days[0], "20:00");
        await town.ClosesTheDay(town.Days[0]);
        var desk = town.Desk(provider);

        await desk.Leaves(payment, Assert.Single((await desk.Opens(payment)).MayHaveLeft).Key, "re_1");

        Assert.Equal((-1, -250, 0), await martin.Wallet("CANT-B"));
        Assert.Empty(await town.OpenGaps());
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C28_a_number_that_is_missing_or_another_refund_s_and_a_request_that_was_answered_are_refused()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment) = await RegieDesk.SellsMealsAndJourneysAsync(books);
        await town.Tells(payment, new TakenBack("re_5", new Money(500), ByTheBank: false, WonBack: false), new TakenBack("re_4", new Money(300), ByTheBank: false, WonBack: false));
        Assert.Equal((3, 3), ((await martin.Wallet("CANT-B")).Tickets, (await martin.Wallet("BUS")).Tickets));
        var (provider, request, key) = (new LosesItsAnswer(), Guid.NewGuid(), Guid.NewGuid());
        var desk = town.Desk(provider);
        await Assert.ThrowsAsync<RefundSilent>(async () => await desk.Does(payment, UndoAct.ProviderRefund, await martin.Takes(payment, "CANT-B", 3), "trois repas", request));

        foreach (var none in new[] { null, "  ", new string('1', 101) })
            await Assert.ThrowsAsync<NumberMissing>(() => desk.Leaves(payment, request, none));
        var taken = await Assert.ThrowsAsync<NumberTaken>(() => desk.Leaves(payment, request, "re_5"));
        await Assert.ThrowsAsync<RefundAnswered>(() => desk.Leaves(payment, Guid.NewGuid(), "re_1"));
        Assert.Equal((3, 2L), ((await martin.Wallet("CANT-B")).Tickets, await books.AskAsync<long>("select count(*) from receipt where kind <> 'Sale'")));
        await desk.Leaves(payment, request, "re_1", key);
        await Assert.ThrowsAsync<RefundAnswered>(() => desk.Leaves(payment, request, "re_2"));
        await Assert.ThrowsAsync<KeyReused>(() => desk.Leaves(payment, request, "re_2", key));

        Assert.Contains("«\u00A0re_5\u00A0»", taken.Sentence, StringComparison.Ordinal);
        Assert.Equal((0, 0, 0), await martin.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C28_a_number_of_another_payment_or_of_another_sum_on_the_statement_is_refused()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment, provider, request) = await SilentAsync(books);
        await using (var write = books.Owner.CreateCommand(
            """
            with other as (
              insert into payment_address (provider, provider_reference, structure_id, payment_id) select provider, 're_5', structure_id, gen_random_uuid() from payment)
            insert into provider_line (structure_id, regie_id, provider, account, key, kind, nature, at, gross_cents, fee_cents, net_cents, currency, source, about, read_at)
            select p.structure_id, p.regie_id, p.provider, 'acct_1', 'txn_' || s.source, 'refund', 'Family', eticket_now(), s.cents, 0, s.cents, 'EUR', s.source, '{}', eticket_now()
            from payment p cross join (values ('re_6', -500), ('ch_7', 1250), ('re_1', -750)) as s(source, cents)
            """))
            await write.ExecuteNonQueryAsync();
        var desk = town.Desk(provider);

        Assert.Contains("«\u00A0re_5\u00A0»", (await Assert.ThrowsAsync<NumberElsewhere>(() => desk.Leaves(payment, request, "re_5"))).Sentence, StringComparison.Ordinal);
        await Assert.ThrowsAsync<NumberElsewhere>(() => desk.PreviewLeftAsync(town.Structure, payment.Id, request, "ch_7", CancellationToken.None));
        Assert.Contains("5,00\u00A0€", (await Assert.ThrowsAsync<NotTheSum>(() => desk.Leaves(payment, request, "re_6"))).Sentence, StringComparison.Ordinal);
        Assert.Equal((5, 1250, 0), await martin.Wallet("CANT-B"));

        await desk.Leaves(payment, request, "re_1");
        Assert.Equal((2, 500, 0), await martin.Wallet("CANT-B"));
    }

    [Theory]
    [InlineData("PayPal", "3C679366HH908993F")]
    [InlineData("PayPal", "5O190127TN364715T")]
    [InlineData("Stripe", "3C679366HH908993F")]
    public async Task C28_the_number_under_which_the_money_came_in_is_no_refund_s(string provider, string number)
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment, _, request) = await SilentAsync(books);
        await using (var write = books.Owner.CreateCommand($"update payment set provider = '{provider}', authorisation = '3C679366HH908993F', provider_reference = '5O190127TN364715T'"))
            await write.ExecuteNonQueryAsync();

        var refusal = await Assert.ThrowsAsync<NumberElsewhere>(() => town.Desk().Leaves(payment, request, number));

        Assert.Contains(number, refusal.Sentence, StringComparison.Ordinal);
        Assert.Equal((5, 1250, 0), await martin.Wallet("CANT-B"));
    }

    [Fact]
    public async Task C28_given_up_and_refunded_by_the_commune_a_person_stops_the_second_payment_and_only_its_own_tickets_leave()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment, provider, request) = await SilentAsync(books);
        var (desk, key) = (town.Desk(provider), Guid.NewGuid());
        await town.Resolves(payment, "refund unanswered", "rien trouvé");
        var refund = await desk.Does(payment, UndoAct.CommuneRefund, await martin.Takes(payment, "CANT-B", 3), "trois repas en trop");

        Assert.Equal(refund.FullNumber, (await desk.PreviewLeftAsync(town.Structure, payment.Id, request, "re_1", CancellationToken.None)).GivenBack);
        foreach (var _ in new[] { "a click", "its twin" })
            await Assert.ThrowsAsync<RefundWithoutTickets>(() => desk.Leaves(payment, request, "re_1", key));
        Assert.Equal(["refund made after all", "refund"], await town.OpenGaps());
        Assert.StartsWith("3 × ", await books.AskAsync<string>("select expected from discrepancy where field = 'refund'"), StringComparison.Ordinal);
        Assert.Equal(("re_1", new Money(750)), Assert.Single((await desk.Opens(payment)).Told) is var told ? (told.Key, told.Amount) : default);

        await desk.NotPaidAsync(town.Structure, refund, "mandat arrêté", "Dominique", Guid.NewGuid(), CancellationToken.None);
        await desk.Does(payment, UndoAct.Told, await martin.Takes(payment, "CANT-B", 3), "trois repas en trop", number: "re_1");
        await town.Tells(payment, Made);
        Assert.Equal(["refund made after all"], await town.OpenGaps());
        await town.Resolves(payment, "refund made after all", "mandat arrêté");

        Assert.Equal(((2, 500, 0), (5, 750, 0)), (await martin.Wallet("CANT-B"), await martin.Wallet("BUS")));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C28_given_up_and_refunded_in_part_by_the_commune_what_left_after_all_is_told_though_its_tickets_are_there()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment, provider, request) = await SilentAsync(books);
        var desk = town.Desk(provider);
        await town.Resolves(payment, "refund unanswered", "rien trouvé");
        await desk.Does(payment, UndoAct.CommuneRefund, await martin.Takes(payment, "CANT-B", 2), "deux repas, vu avec la famille");

        await desk.Leaves(payment, request, "re_1");

        Assert.Equal(["refund made after all"], await town.OpenGaps());
        Assert.Equal("750 (re_1)", await books.AskAsync<string>("select found from discrepancy where resolved_at is null"));
        Assert.Equal(((0, 0, 0), (5, 750, 0)), (await martin.Wallet("CANT-B"), await martin.Wallet("BUS")));
        await books.ShouldBeHealthyAsync();
    }
}
