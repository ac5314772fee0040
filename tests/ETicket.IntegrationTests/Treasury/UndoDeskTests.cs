using System.Text.Json;
using ETicket.IntegrationTests.Treasury.Unanswered;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Mail.Letters;
using ETicket.Payments;
using ETicket.Payments.Providers;
using ETicket.Planning;
using ETicket.Treasury;
using ETicket.Treasury.Undo;
using ETicket.Wallets;

namespace ETicket.IntegrationTests.Treasury;

/// <summary>What a person undoes about a payment: offered as its means allows, shown before, done once, told to the family that paid.</summary>
public sealed class UndoDeskTests(Cluster cluster)
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    [Theory]
    [InlineData(UndoAct.CommuneRefund)]
    [InlineData(UndoAct.ProviderRefund)]
    public async Task C28_two_colleagues_who_saw_the_same_tickets_do_not_both_refund_some(UndoAct act)
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment) = await RegieDesk.SellsMealsAndJourneysAsync(books);
        var desk = town.Desk(new LosesItsAnswer { Answers = true });
        var (taken, key, seen) = (await martin.Takes(payment, "CANT-B", 2), Guid.NewGuid(), (await desk.Opens(payment)).Seen);

        var first = await RefundAsync(key);
        await Assert.ThrowsAsync<PreviewOutdated>(() => RefundAsync(Guid.NewGuid()));
        var again = await RefundAsync(key);

        Assert.Equal((0, 1), (seen, (await desk.Opens(payment)).Seen));
        Assert.Equal(first.Id, again.Id);
        Assert.Equal((3, 750, 0), await martin.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();

        Task<Receipt> RefundAsync(Guid key) => desk.DoAsync(town.Structure, Town.Dominique, payment.Id, act, taken, "deux repas en trop", key, CancellationToken.None, act is UndoAct.CommuneRefund ? "" : null, seen);
    }

    [Theory]
    [InlineData(PaymentMeans.Cheque, "UnpaidCheque Cancel CommuneRefund", "UnpaidCheque NotPaid Mistaken")]
    [InlineData(PaymentMeans.Cash, "Cancel CommuneRefund", "NotPaid Mistaken")]
    [InlineData(PaymentMeans.PayFipCard, "Chargeback CommuneRefund", "Chargeback NotPaid Mistaken")]
    [InlineData(PaymentMeans.PayFipDebit, "RejectedDebit CommuneRefund", "RejectedDebit NotPaid Mistaken")]
    public async Task Only_the_acts_a_means_allows_are_offered_and_once_nothing_is_left_the_bank_s_and_that_the_money_never_arrived(PaymentMeans means, string acts, string after)
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var payment = await PaidAsync(martin, means);
        var desk = town.Desk();

        var offered = (await desk.OpenAsync(town.Structure, payment.Id, CancellationToken.None)).Acts;
        await desk.DoAsync(town.Structure, Town.Dominique, payment.Id, UndoAct.CommuneRefund, await AllAsync(martin, payment), "départ de la commune", Guid.NewGuid(), CancellationToken.None);

        Assert.Equal(acts, string.Join(' ', offered));
        Assert.Equal(after, string.Join(' ', (await desk.OpenAsync(town.Structure, payment.Id, CancellationToken.None)).Acts));
        await books.ShouldBeHealthyAsync();
    }

    [Theory]
    [InlineData(PaymentMeans.Cheque, UndoAct.UnpaidCheque)]
    [InlineData(PaymentMeans.PayFipDebit, UndoAct.RejectedDebit)]
    public async Task C29_C31_what_the_bank_takes_back_after_tickets_were_eaten_is_shown_first_then_leaves_a_debt_a_document_and_a_letter(PaymentMeans means, UndoAct act)
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var payment = await PaidAsync(martin, means);
        await town.SetsTheClock(town.Days[0], "08:00");
        await martin.SetAsync(martin.Children[0], "cantine", wanted: true, ChangeOrigin.Staff, town.Days[0]);
        await town.SetsTheClock(town.Days[0], "20:00");
        await town.ClosesTheDay(town.Days[0]);
        var desk = town.Desk();
        var all = await AllAsync(martin, payment);

        var shown = await desk.PreviewAsync(town.Structure, payment.Id, act, all, CancellationToken.None, bankOn: books.Clock.Today);
        Assert.Equal((new Money(1250), 4, -1), (shown.Total, Assert.Single(shown.Booklets).Before, shown.Booklets[0].After));
        Assert.Equal(0, await books.AskAsync<long>("select count(*) from receipt where kind <> 'Sale'"));
        var key = Guid.NewGuid();
        var document = await desk.DoAsync(town.Structure, Town.Dominique, payment.Id, act, all, "sans provision", key, CancellationToken.None, bankOn: books.Clock.Today);
        var again = await desk.DoAsync(town.Structure, Town.Dominique, payment.Id, act, all, "sans provision", key, CancellationToken.None, bankOn: books.Clock.Today);

        Assert.Equal((document.Id, "R2026-000001"), (again.Id, document.FullNumber));
        Assert.Equal((-1, -250, 0), await martin.Wallet("CANT-B"));
        var letter = Assert.Single(await LettersAsync<TicketsTakenBack>(books));
        Assert.Equal((act is UndoAct.UnpaidCheque, act is UndoAct.RejectedDebit), (letter.UnpaidCheque, letter.RejectedDebit));
        Assert.True(letter is { Disputed: false, Refunded: false, RefundedByCommune: false });
        Assert.Equal(("R2026-000001", "Q2026-000001", "sans provision", 1250), (letter.DocumentNumber, letter.SaleNumber, letter.Reason, letter.TotalCents));
        Assert.Equal(new MissingTickets("CANT-B", 1), Assert.Single(letter.Missing));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_debit_the_Tresor_later_tells_as_a_card_stays_the_debit_of_its_receipt_and_its_rejection_is_offered()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var payment = await PaidAsync(martin, PaymentMeans.PayFipDebit);
        town.PayFip.Accepts(payment);

        Assert.Equal(PaymentState.Paid, await martin.Settles(payment, "sweep"));

        Assert.Equal("PAYFIP_SEPA PAYFIP_SEPA", await books.AskAsync<string>("select p.means || ' ' || r.means from payment p join receipt r on r.payment_id = p.id"));
        Assert.Contains(UndoAct.RejectedDebit, (await town.Desk().Opens(payment)).Acts);
        await town.Desk().DoAsync(town.Structure, Town.Dominique, payment.Id, UndoAct.RejectedDebit, await AllAsync(martin, payment), "rejet de la banque", Guid.NewGuid(), CancellationToken.None, bankOn: books.Clock.Today);
        Assert.Equal((0, 0, 0), await martin.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C30_what_the_bank_finally_paid_comes_back_once_and_the_family_is_told()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var payment = await PaidAsync(martin, PaymentMeans.PayFipDebit);
        var desk = town.Desk();
        await desk.DoAsync(town.Structure, Town.Dominique, payment.Id, UndoAct.RejectedDebit, await AllAsync(martin, payment), "provision insuffisante", Guid.NewGuid(), CancellationToken.None, bankOn: books.Clock.Today);

        var file = await desk.OpenAsync(town.Structure, payment.Id, CancellationToken.None);
        var document = Assert.Single(file.ToWinBack);
        var shown = await desk.PreviewWinBackAsync(town.Structure, document, CancellationToken.None);
        await desk.WinBackAsync(town.Structure, document, "payé à la seconde présentation", "Dominique", CancellationToken.None);
        await desk.WinBackAsync(town.Structure, document, "payé à la seconde présentation", "Dominique", CancellationToken.None);

        Assert.Equal([UndoAct.WinBack, UndoAct.Mistaken], file.Acts);
        Assert.Equal((new Money(1250), 0, 5), (shown.Total, Assert.Single(shown.Booklets).Before, shown.Booklets[0].After));
        Assert.Equal((5, 1250, 0), await martin.Wallet("CANT-B"));
        Assert.True(Assert.Single(await LettersAsync<TicketsGivenBack>(books)) is { RejectedDebit: true, UnpaidCheque: false, Disputed: false, TotalCents: 1250 });
        Assert.DoesNotContain(UndoAct.WinBack, (await desk.OpenAsync(town.Structure, payment.Id, CancellationToken.None)).Acts);
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Without_a_reason_or_beyond_what_was_sold_nothing_is_written()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var payment = await PaidAsync(martin, PaymentMeans.Cheque);
        var desk = town.Desk();
        var all = await AllAsync(martin, payment);
        var more = all.ToDictionary(l => l.Key, l => l.Value + 1);

        await Assert.ThrowsAsync<ReasonMissing>(() => DoAsync(UndoAct.CommuneRefund, all, " "));
        await Assert.ThrowsAsync<MoreThanSold>(() => DoAsync(UndoAct.CommuneRefund, more, "erreur"));
        await Assert.ThrowsAsync<NothingChosen>(() => DoAsync(UndoAct.CommuneRefund, all.ToDictionary(l => l.Key, _ => 0), "erreur"));
        await Assert.ThrowsAsync<MoreThanSold>(() => desk.PreviewAsync(town.Structure, payment.Id, UndoAct.CommuneRefund, more, CancellationToken.None));
        await Assert.ThrowsAsync<WrongUndoing>(() => DoAsync(UndoAct.RejectedDebit, all, "erreur"));
        await Assert.ThrowsAsync<RefundNotAllowed>(() => DoAsync(UndoAct.ProviderRefund, all, "erreur"));

        Assert.Equal((5, 1250, 0), await martin.Wallet("CANT-B"));
        Assert.Equal(0, await books.AskAsync<long>("select count(*) from outbox_letter where name <> 'TopUpReceipt'"));
        await books.ShouldBeHealthyAsync();

        Task<Receipt> DoAsync(UndoAct act, IReadOnlyDictionary<long, int> quantities, string reason) =>
            desk.DoAsync(town.Structure, Town.Dominique, payment.Id, act, quantities, reason, Guid.NewGuid(), CancellationToken.None, bankOn: books.Clock.Today);
    }

    [Fact]
    public async Task An_act_is_done_once_per_key_and_another_under_the_same_key_is_refused()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var (payment, other) = (await PaidAsync(martin, PaymentMeans.Cheque), await PaidAsync(martin, PaymentMeans.Cheque));
        var (desk, key, line) = (town.Desk(), Guid.NewGuid(), Assert.Single(await martin.Sold(payment)).TransferId);

        var document = await DoAsync(payment, UndoAct.CommuneRefund, line, 2, "départ");
        var again = await DoAsync(payment, UndoAct.CommuneRefund, line, 2, " départ ");
        await Assert.ThrowsAsync<KeyReused>(() => DoAsync(payment, UndoAct.CommuneRefund, line, 1, "départ"));
        var otherwise = await DoAsync(payment, UndoAct.CommuneRefund, line, 2, "erreur de saisie");
        await Assert.ThrowsAsync<KeyReused>(() => DoAsync(payment, UndoAct.UnpaidCheque, line, 2, "départ"));
        var elsewhere = Assert.Single(await martin.Sold(other)).TransferId;
        await Assert.ThrowsAsync<KeyReused>(() => DoAsync(other, UndoAct.CommuneRefund, elsewhere, 2, "départ"));

        Assert.Equal((document.Id, document.Id, "départ"), (again.Id, otherwise.Id, otherwise.Reason));
        Assert.Equal((8, 2000, 0), await martin.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();

        Task<Receipt> DoAsync(Payment paid, UndoAct act, long sold, int quantity, string reason) =>
            desk.DoAsync(town.Structure, Town.Dominique, paid.Id, act, new Dictionary<long, int> { [sold] = quantity }, reason, key, CancellationToken.None);
    }

    [Fact]
    public async Task C28_C30_a_refund_and_a_dispute_the_provider_tells_of_are_told_to_the_family_once_each()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var payment = await PaidAsync(martin, PaymentMeans.PayFipCard);
        var back = new MoneyBack(books.Database, town.Reversals);
        TakenBack[] told = [new("re_1", new Money(500), ByTheBank: false, WonBack: false), new("dp_1", new Money(750), ByTheBank: true, WonBack: false)];

        await back.PostAsync(town.Structure, payment.Id, told, CancellationToken.None);
        await back.PostAsync(town.Structure, payment.Id, [told[0], told[1] with { WonBack = true }], CancellationToken.None);

        Assert.Equal([(true, false, 500L), (false, true, 750L)], (await LettersAsync<TicketsTakenBack>(books)).Select(l => (l.Refunded, l.Disputed, l.TotalCents)));
        Assert.True(Assert.Single(await LettersAsync<TicketsGivenBack>(books)) is { Disputed: true, TotalCents: 750 });
        Assert.Equal((3, 750, 0), await martin.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Only_the_guardians_of_the_family_that_paid_who_receive_letters_are_written_to_and_what_the_counter_cancels_is_not()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var (martin, mute) = (await town.OpensAFile("Martin"), await town.OpensAFile("Petit", email: null));
        var (theirs, unread) = (await PaidAsync(martin, PaymentMeans.PayFipCard), await PaidAsync(mute, PaymentMeans.PayFipCard));
        var cash = await martin.Buys(2, "CANT-B", PaymentMeans.Cash);
        var desk = town.Desk();

        await desk.DoAsync(town.Structure, Town.Dominique, theirs.Id, UndoAct.CommuneRefund, await AllAsync(martin, theirs), "départ", Guid.NewGuid(), CancellationToken.None);
        await desk.DoAsync(town.Structure, Town.Dominique, unread.Id, UndoAct.CommuneRefund, await AllAsync(mute, unread), "départ", Guid.NewGuid(), CancellationToken.None);
        await town.CashDesk.CancelAsync(town.Structure, Town.Dominique, "erreur", [(Assert.Single(await martin.Sold(cash)), 2)], Guid.NewGuid(), CancellationToken.None);

        Assert.True(Assert.Single(await LettersAsync<TicketsTakenBack>(books)) is { RefundedByCommune: true, Missing.Count: 0, FamilyName: "Martin" });
        await books.ShouldBeHealthyAsync();
    }

    private static Task<Payment> PaidAsync(FamilyFile family, PaymentMeans means) => family.Pays(5, "CANT-B", means);

    private static async Task<IReadOnlyDictionary<long, int>> AllAsync(FamilyFile family, Payment payment) =>
        (await family.Sold(payment)).ToDictionary(l => l.TransferId, l => l.StillSold);

    private static async Task<IReadOnlyList<TLetter>> LettersAsync<TLetter>(Books books)
        where TLetter : ILetter
    {
        var stored = await books.AskAsync<string[]>("select coalesce(array_agg(variables::text order by id), '{}') from outbox_letter where name = $1", TLetter.Name);
        return [.. stored.Select(v => JsonSerializer.Deserialize<TLetter>(v, Json)!)];
    }
}
