using ETicket.IntegrationTests.Treasury.Unanswered;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Treasury;
using ETicket.Treasury.Undo;

namespace ETicket.IntegrationTests.Treasury;

/// <summary>
/// Of ten meals at 2,50 € the commune had paid four back, 10,00 €, before the bank took the whole payment and paid after all: what left the commune's hands leaves them once, whoever
/// notes it and in as many documents as he likes.
/// </summary>
public sealed class NotedAgainTests(Cluster cluster)
{
    [Fact]
    public async Task C31_noted_again_in_two_documents_it_is_known_in_both_and_the_preview_says_so()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment) = await PaidAfterAllAsync(books);
        var desk = town.Desk();

        Assert.Equal(("B2026-000001", new Money(1000)), (await desk.Opens(payment)).Waiting is { } asked ? (asked.Documents, asked.Left) : default);
        var shown = await desk.PreviewAsync(town.Structure, payment.Id, UndoAct.CommuneRefund, await martin.Takes(payment, "CANT-B", 3), CancellationToken.None);
        var first = await desk.Does(payment, UndoAct.CommuneRefund, await martin.Takes(payment, "CANT-B", 3), "départ", number: "B2026-000001");
        var more = await Assert.ThrowsAsync<NoteAgainFirst>(async () => await desk.Does(payment, UndoAct.CommuneRefund, await martin.Takes(payment, "CANT-B", 2), "départ"));
        await Assert.ThrowsAsync<NoteAgainFirst>(async () => await desk.PreviewAsync(town.Structure, payment.Id, UndoAct.CommuneRefund, await martin.Takes(payment, "CANT-B", 2), CancellationToken.None));
        Assert.Equal(["refund to note again"], await town.OpenGaps());
        Assert.Equal(new Money(250), (await desk.Opens(payment)).Waiting!.Left);
        var second = await desk.Does(payment, UndoAct.CommuneRefund, await martin.Takes(payment, "CANT-B", 1), "départ", number: "B2026-000001");

        Assert.Equal(("B2026-000001", new Money(250)), (shown.Noted!.Documents, shown.Noted.Left));
        Assert.Contains("2,50", more.Sentence);
        Assert.All([first, second], noted => Assert.Contains("déjà versé par la commune, noté de nouveau (B2026-000001)", noted.Reason));
        Assert.Empty(await town.OpenGaps());
        Assert.Contains("B2026-000003, B2026-000004", await books.AskAsync<string>("select outcome from discrepancy where field = 'refund to note again'"));
        // Then it is another refund, and it is promised.
        var other = await desk.Does(payment, UndoAct.CommuneRefund, await martin.Takes(payment, "CANT-B", 1), "un repas", number: "");
        Assert.Equal(("un repas", "true true false"), (other.Reason, await books.AskAsync<string>(
            "select string_agg(variables ->> 'noted_again', ' ' order by id) from outbox_letter where name = 'TicketsTakenBack' and reference = any($1)",
            (object)new[] { first.Id.ToString(), second.Id.ToString(), other.Id.ToString() })));
        Assert.Equal((5, 1250, 0), await martin.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C31_two_people_who_note_it_again_from_the_same_preview_promise_nothing_twice()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment) = await PaidAfterAllAsync(books);
        var four = await martin.Takes(payment, "CANT-B", 4);

        var noted = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            try
            {
                return (await town.Desk().Does(payment, UndoAct.CommuneRefund, four, "départ", number: "B2026-000001")).FullNumber;
            }
            catch (PreviewOutdated)
            {
                return "outdated";
            }
        })));

        Assert.Equal(["B2026-000003", "outdated", "outdated", "outdated"], noted.Order(StringComparer.Ordinal));
        Assert.Equal((6, 1500, 0), await martin.Wallet("CANT-B"));
        Assert.Empty(await town.OpenGaps());
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C31_a_refund_shown_as_a_new_one_before_the_bank_paid_is_not_noted_as_the_old_one()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment) = await PaidAfterAllAsync(books);

        await Assert.ThrowsAsync<PreviewOutdated>(async () => await town.Desk().Does(payment, UndoAct.CommuneRefund, await martin.Takes(payment, "CANT-B", 4), "départ", number: ""));

        Assert.Equal((10, 2500, 0), await martin.Wallet("CANT-B"));
        Assert.Equal(["refund to note again"], await town.OpenGaps());
        await books.ShouldBeHealthyAsync();
    }

    [Theory]
    [InlineData(0, "1000 (B2026-000001, R2026-000001)")]
    [InlineData(3, "1000 (B2026-000003, B2026-000001, R2026-000001)")]
    public async Task C31_taken_a_second_time_before_it_was_noted_whole_the_same_sum_is_owed_and_comes_back_once(int noted, string found)
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment) = await PaidAfterAllAsync(books);
        var desk = town.Desk();
        if (noted > 0)
            await desk.Does(payment, UndoAct.CommuneRefund, await martin.Takes(payment, "CANT-B", noted), "départ");

        var whole = (await desk.Opens(payment)).Received.ToDictionary(l => l.TransferId, l => l.StillSold);
        var shown = await desk.PreviewAsync(town.Structure, payment.Id, UndoAct.Chargeback, whole, CancellationToken.None);
        var again = await desk.Does(payment, UndoAct.Chargeback, whole, "contesté de nouveau");
        Assert.Equal((new Money(2500), new Money(1000)), (shown.Total, shown.Refunded));
        Assert.Contains(French.Euros(new Money(1000)), again.Reason);
        Assert.Equal(["refunded by the commune"], await town.OpenGaps());
        Assert.Equal(found, await books.AskAsync<string>("select found from discrepancy where resolved_at is null"));
        Assert.Equal((0, 0, 0), await martin.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();

        await desk.WinBackAsync(town.Structure, again, "payé après tout", "Dominique", CancellationToken.None);
        Assert.Equal(["refund to note again"], await town.OpenGaps());
        Assert.Equal(new Money(1000), (await desk.Opens(payment)).Waiting!.Left);
        await desk.Does(payment, UndoAct.CommuneRefund, await martin.Takes(payment, "CANT-B", 4), "départ");
        Assert.Empty(await town.OpenGaps());
        Assert.Equal((6, 1500, 0), await martin.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C31_given_back_to_the_commune_a_later_reversal_that_is_won_back_speaks_of_no_old_debt()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment) = await PaidAfterAllAsync(books);
        var desk = town.Desk();
        await town.Resolves(payment, "refund to note again", "la famille a rendu cette somme");
        var again = await desk.Does(payment, UndoAct.Chargeback, (await desk.Opens(payment)).Received.ToDictionary(l => l.TransferId, l => l.StillSold), "contesté de nouveau");

        await desk.WinBackAsync(town.Structure, again, "payé après tout", "Dominique", CancellationToken.None);

        Assert.Empty(await town.OpenGaps());
        Assert.Equal("1000 ", await books.AskAsync<string>(
            "select string_agg(coalesce(variables ->> 'no_longer_owed_cents', ''), ' ' order by id) from outbox_letter where name = 'TicketsGivenBack'"));
        Assert.Equal((10, 2500, 0), await martin.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C31_while_it_waits_nobody_is_refunded_another_way()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment) = await PaidAfterAllAsync(books);
        await RegieDesk.ActAllowsRefundsAsync(books);
        var provider = new LosesItsAnswer();
        var desk = town.Desk(provider);

        var refused = await Assert.ThrowsAsync<NoteAgainFirst>(async () => await desk.Does(payment, UndoAct.ProviderRefund, await martin.Takes(payment, "CANT-B", 4), "départ"));

        Assert.Contains("B2026-000001", refused.Sentence, StringComparison.Ordinal);
        Assert.Equal(0, provider.Asked);
        Assert.DoesNotContain(UndoAct.ProviderRefund, (await desk.Opens(payment)).Acts);
        Assert.Contains(UndoAct.CommuneRefund, (await desk.Opens(payment)).Acts);
        Assert.Equal((10, 2500, 0), await martin.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C31_while_it_waits_the_counter_hands_no_cheque_back_either()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment) = await PaidAfterAllAsync(books, PaymentMeans.Cheque);
        var line = Assert.Single(await martin.Sold(payment));

        var refused = await Assert.ThrowsAsync<NoteAgainFirst>(() => town.CashDesk.CancelAsync(town.Structure, Town.Dominique, "erreur", [(line, 10)], Guid.NewGuid(), CancellationToken.None));

        Assert.Contains("B2026-000001", refused.Sentence, StringComparison.Ordinal);
        Assert.Equal((10, 2500, 0), await martin.Wallet("CANT-B"));
        await town.Desk().Does(payment, UndoAct.CommuneRefund, await martin.Takes(payment, "CANT-B", 4), "départ");
        await Assert.ThrowsAsync<PapersGoWhole>(() => town.CashDesk.CancelAsync(town.Structure, Town.Dominique, "erreur", [(line, 6)], Guid.NewGuid(), CancellationToken.None));
        await town.Desk().Does(payment, UndoAct.CommuneRefund, await martin.Takes(payment, "CANT-B", 6), "départ");
        Assert.Equal((0, 0, 0), await martin.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(6, true)]
    public async Task C31_the_family_hears_of_a_titre_only_where_one_is_issued_and_then_that_the_sum_is_no_longer_owed(int refunded, bool titre)
    {
        await using var books = await Books.OpenAsync(cluster);
        await PaidAfterAllAsync(books, refunded: refunded);

        Assert.Equal($"{refunded * 250} {(titre ? "true" : "false")}", await books.AskAsync<string>(
            "select concat_ws(' ', variables ->> 'owed_to_commune_cents', variables ->> 'asked_by_titre') from outbox_letter where name = 'TicketsTakenBack' and variables ->> 'disputed' = 'true'"));
        Assert.Equal($"{refunded * 250}", await books.AskAsync<string>("select variables ->> 'no_longer_owed_cents' from outbox_letter where name = 'TicketsGivenBack'"));
        await books.ShouldBeHealthyAsync();
    }

    private static async Task<(Town Town, FamilyFile Family, Payment Payment)> PaidAfterAllAsync(Books books, PaymentMeans means = PaymentMeans.PayFipCard, int refunded = 4)
    {
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var payment = means.IsAtCounter() ? await martin.Buys(10, "CANT-B", means) : await martin.Pays(10, "CANT-B", means);
        var desk = town.Desk();
        await desk.Does(payment, UndoAct.CommuneRefund, await martin.Takes(payment, "CANT-B", refunded), "départ");
        var taken = await desk.Does(payment, means is PaymentMeans.Cheque ? UndoAct.UnpaidCheque : UndoAct.Chargeback, await martin.Takes(payment, "CANT-B", 10), "contesté");
        await desk.WinBackAsync(town.Structure, taken, "contestation gagnée", "Dominique", CancellationToken.None);
        return (town, martin, payment);
    }
}
