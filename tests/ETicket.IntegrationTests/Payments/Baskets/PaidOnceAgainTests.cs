using ETicket.IntegrationTests.Mail;
using ETicket.IntegrationTests.Treasury;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Mail.Letters;
using ETicket.Payments;
using ETicket.Payments.Invoicing;
using ETicket.Planning;
using ETicket.Treasury.Undo;

namespace ETicket.IntegrationTests.Payments.Baskets;

/// <summary>A basket, or an invoice, paid twice until the bank takes one of the two payments back: from then on it is paid once, and nobody has to give anything back.</summary>
public sealed class PaidOnceAgainTests(Cluster cluster)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task C25_the_bank_takes_one_of_the_two_nobody_has_to_refund_any_more_and_won_back_it_is_twice_again(bool theFlagged)
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, flagged, other) = await PaidTwiceAsync(books);
        var taken = theFlagged ? flagged : other;

        var document = await town.Desk().Does(taken, UndoAct.Chargeback, await martin.Takes(taken, "CANT-B", 10), "contesté");

        Assert.Empty(await town.OpenGaps());
        Assert.Empty(await books.AlarmsAsync());
        Assert.Equal($"La banque a repris l’un de ces paiements : celui-ci n’est plus payé en double (document {document.FullNumber}).", Plain(await books.AskAsync<string>("select outcome from discrepancy")));
        Assert.Equal("true true", await OfLetterAsync(books, "paid_otherwise", "nothing_owed"));
        Assert.Equal((10, 2500, 0), await martin.Wallet("CANT-B"));
        // Of the two attempts the one that is paid counts, whichever button leads there.
        Assert.Equal((theFlagged ? other : flagged).Id, (await martin.TriesAgain(taken)).Id);
        await books.ShouldBeHealthyAsync();

        await town.Desk().WinBackAsync(town.Structure, document, "contestation perdue", "Dominique", CancellationToken.None);

        Assert.Equal(["paid twice"], await town.OpenGaps());
        Assert.Equal(taken.Id.Value, await books.AskAsync<Guid>("select payment_id from discrepancy where resolved_at is null"));
        await books.ShouldBeHealthyAsync();
        // The letter of what is given back does not say that nothing is to be done, beside the one that asks.
        Assert.DoesNotContain("rien à faire", Assert.Single(await MailDesk.ReadAsync<TicketsGivenBack>(books)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task C25_the_other_given_back_nothing_is_paid_twice_and_where_that_failed_the_same_sum_is_not_promised_twice()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, _, other) = await PaidTwiceAsync(books);

        var refund = await town.Desk().Does(other, UndoAct.CommuneRefund, await martin.Takes(other, "CANT-B", 10), "payé deux fois");

        Assert.Empty(await town.OpenGaps());
        Assert.Equal($"L’un de ces paiements a été rendu ou annulé : celui-ci n’est plus payé en double (document {refund.FullNumber}).", Plain(await books.AskAsync<string>("select outcome from discrepancy")));

        await town.Desk().NotPaidAsync(town.Structure, refund, "mandat rejeté", "Dominique", Guid.NewGuid(), CancellationToken.None);

        Assert.Equal(["refund failed"], await town.OpenGaps());
        Assert.Equal(1L, await books.AskAsync<long>("select count(*) from outbox_letter where name = 'PaidTwice'"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C25_C29_a_dispute_of_a_part_won_does_not_ask_again_what_a_person_dealt_with()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, flagged, _) = await PaidTwiceAsync(books);
        await town.Resolves(flagged, "paid twice", "la famille garde les tickets");

        var document = await town.Desk().Does(flagged, UndoAct.Chargeback, await martin.Takes(flagged, "CANT-B", 3), "contesté en partie");
        await town.Desk().WinBackAsync(town.Structure, document, "contestation perdue", "Dominique", CancellationToken.None);

        Assert.Empty(await town.OpenGaps());
        Assert.Equal(1L, await books.AskAsync<long>("select count(*) from outbox_letter where name = 'PaidTwice'"));
        Assert.Equal((20, 5000, 0), await martin.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();
        Assert.Contains("Vous n’avez rien à faire.", Assert.Single(await MailDesk.ReadAsync<TicketsGivenBack>(books)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task C25_of_a_part_given_back_only_the_rest_is_shown_as_paid_twice()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, flagged, _) = await PaidTwiceAsync(books);

        await town.Desk().Does(flagged, UndoAct.CommuneRefund, await martin.Takes(flagged, "CANT-B", 3), "trois repas d’abord");

        Assert.Equal(new Doubled(new Money(1750), WithTickets: true), await TwicePaid.ShownAsync(town, flagged));
        Assert.Equal(["paid twice"], await town.OpenGaps());
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C25_of_tickets_and_an_invoice_paid_twice_whichever_is_given_back_the_other_is_shown()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var owed = await martin.Owes(1200, "cantine");
        var first = Assert.Single(await martin.FillsABasket([(2, "BUS")], owed));
        await town.Checkout.OpenAsync(town.Structure, first.Id, CancellationToken.None);
        town.PayFip.SaysExpired(first);
        await martin.Settles(first);
        var second = await martin.GoesToPayAgain(first);
        town.PayFip.Accepts(first);
        town.PayFip.Accepts(second);
        await martin.Settles(second);
        await martin.Settles(first, "sweep");
        Assert.Equal(new Doubled(new Money(1500), WithTickets: true), await TwicePaid.ShownAsync(town, first));
        var invoice = (await martin.Sold(first)).Where(l => l.InvoiceId is not null).ToDictionary(l => l.TransferId, _ => 1);

        var refund = await town.Desk().Does(first, UndoAct.CommuneRefund, invoice, "payée deux fois");
        Assert.Equal(new Doubled(new Money(300), WithTickets: true), await TwicePaid.ShownAsync(town, first));
        await town.Desk().NotPaidAsync(town.Structure, refund, "mandat rejeté", "Dominique", Guid.NewGuid(), CancellationToken.None);
        await town.Desk().Does(first, UndoAct.CommuneRefund, await martin.Takes(first, "BUS", 2), "payés deux fois");

        Assert.Equal(new Doubled(new Money(1200), WithTickets: false), await TwicePaid.ShownAsync(town, first));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C25_of_three_payments_of_one_part_as_many_wait_as_stand_beyond_the_first()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var first = await martin.GoesToPay(10, "CANT-B");
        var second = await ExpiresAndTriesAgainAsync(first);
        var third = await ExpiresAndTriesAgainAsync(second);
        foreach (var (payment, source) in new[] { (third, "return"), (first, "sweep"), (second, "sweep") })
        {
            town.PayFip.Accepts(payment);
            await martin.Settles(payment, source);
        }
        // Of two that had paid before it, the second is told against the oldest.
        Assert.Equal([$"{first.Reference} {third.Reference}", $"{second.Reference} {first.Reference}"], await FlagsAsync());

        var document = await town.Desk().Does(third, UndoAct.Chargeback, await martin.Takes(third, "CANT-B", 10), "contesté");
        Assert.Equal([$"{second.Reference} {first.Reference}"], await FlagsAsync());

        await town.Desk().WinBackAsync(town.Structure, document, "contestation perdue", "Dominique", CancellationToken.None);
        Assert.Equal([$"{second.Reference} {first.Reference}", $"{third.Reference} {first.Reference}"], await FlagsAsync());

        await town.Desk().Does(first, UndoAct.CommuneRefund, await martin.Takes(first, "CANT-B", 10), "payé trois fois");
        await town.Desk().Does(second, UndoAct.CommuneRefund, await martin.Takes(second, "CANT-B", 10), "payé trois fois");
        Assert.Empty(await town.OpenGaps());
        Assert.Equal((10, 2500, 0), await martin.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();

        async Task<Payment> ExpiresAndTriesAgainAsync(Payment payment)
        {
            town.PayFip.SaysExpired(payment);
            await martin.Settles(payment);
            return await martin.GoesToPayAgain(payment);
        }

        Task<IReadOnlyList<string>> FlagsAsync() => books.ListAsync(
            town.Structure, "select split_part(found, ' ', 1) || ' ' || expected from discrepancy where field = 'paid twice' and resolved_at is null order by id", r => r.GetString(0));
    }

    [Fact]
    public async Task C25_tickets_already_eaten_of_both_are_still_owed()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, flagged, _) = await PaidTwiceAsync(books, tickets: 1);
        foreach (var day in town.Days.Take(2))
        {
            await town.SetsTheClock(day, "08:00");
            await martin.SetAsync(martin.Children[0], "cantine", wanted: true, ChangeOrigin.Staff, day);
            await town.SetsTheClock(day, "20:00");
            await town.ClosesTheDay(day);
        }

        await town.Desk().Does(flagged, UndoAct.Chargeback, await martin.Takes(flagged, "CANT-B", 1), "contesté");

        Assert.Equal("true false", await OfLetterAsync(books, "paid_otherwise", "nothing_owed"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C25_an_invoice_the_ccas_had_paid_is_said_so_and_only_it_stands_in_the_form()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var owed = await martin.Owes(1200, "cantine");
        var late = Assert.Single(await martin.FillsABasket([(1, "BUS")], owed));
        await town.Checkout.OpenAsync(town.Structure, late.Id, CancellationToken.None);
        town.PayFip.SaysExpired(late);
        await martin.Settles(late);
        var ccas = new Payer(PayerKind.ThirdParty, "CCAS de Saint-Août");
        // The CCAS pays for several families with one cheque: its number is the reference of each.
        await (await town.OpensAFile("Petit")).Buys(3, "BUS");
        var first = Assert.Single(await martin.SellAsync([], invoices: [owed], payer: ccas));
        await martin.Buys(1, "BUS");
        town.PayFip.Accepts(late);
        await martin.Settles(late, "sweep");

        var file = await town.Desk().Opens(late);
        var twice = await TwicePaid.ShownAsync(town, late);

        Assert.True(file.OwesOnlyInvoices);
        Assert.Equal(owed.Id, Assert.Single(file.PaidTwice).InvoiceId);
        Assert.Equal(new Doubled(new Money(1200), WithTickets: false, ccas.Name), twice);
        Assert.Equal($"{ccas.Name} true", await books.AskAsync<string>("select concat_ws(' ', variables ->> 'first_paid_by', variables ->> 'has_act') from outbox_letter where name = 'PaidTwice'"));

        var bounced = await town.Desk().Does(first, UndoAct.UnpaidCheque, (await martin.Sold(first)).ToDictionary(l => l.TransferId, l => l.StillSold), "sans provision");

        Assert.Empty(await town.OpenGaps());
        Assert.Equal(0L, await martin.StillOwes());
        await books.ShouldBeHealthyAsync();

        await town.Desk().WinBackAsync(town.Structure, bounced, "payé à la seconde présentation", "Dominique", CancellationToken.None);

        Assert.Equal([$"{first.Id} {late.Reference} true"], await books.ListAsync(
            town.Structure,
            "select d.payment_id || ' ' || d.expected || ' ' || (l.variables ->> 'paid_twice') from discrepancy d, outbox_letter l where d.resolved_at is null and l.name = 'TicketsGivenBack'",
            r => r.GetString(0)));
        Assert.Equal(2400L, await books.AskAsync<long>("select paid_cents from invoice"));
        await books.ShouldBeHealthyAsync();
    }

    /// <summary>Meals paid by two attempts at one basket: the first was held to be over, and came last.</summary>
    private static async Task<(Town Town, FamilyFile Family, Payment Flagged, Payment Other)> PaidTwiceAsync(Books books, int tickets = 10)
    {
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var first = await martin.GoesToPay(tickets, "CANT-B");
        town.PayFip.SaysExpired(first);
        await martin.Settles(first);
        var second = await martin.GoesToPayAgain(first);
        town.PayFip.Accepts(first);
        town.PayFip.Accepts(second);
        await martin.Settles(second);
        await martin.Settles(first, "sweep");
        Assert.Equal(["paid twice"], await town.OpenGaps());
        return (town, martin, first, second);
    }

    private static Task<string> OfLetterAsync(Books books, string one, string other) =>
        books.AskAsync<string>("select concat_ws(' ', variables ->> $1, variables ->> $2) from outbox_letter where name = 'TicketsTakenBack'", one, other);

    private static string Plain(string text) => text.Replace('\u00A0', ' ');
}
