using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Ledger;
using ETicket.Payments;
using ETicket.Planning;
using ETicket.Treasury;
using ETicket.Treasury.Undo;
using ETicket.Wallets;

namespace ETicket.IntegrationTests.Treasury;

/// <summary>« Annuler la vente » — coins and papers given back across the counter: once, for a reason, from the drawer of whoever gives them; and where a cheque stands once it left for its bank.</summary>
public sealed class CancelledTests(Cluster cluster)
{
    private static readonly Agent Odile = new(LoginId.New(), "Odile");

    private const string Standing =
        """
        select a.kind || case when a.kind = 'Drawer' then ' ' || case when a.part = $1 then 'Odile' else 'Dominique' end else '' end || ' ' || sum(case when t.debit_id = a.id then t.cents else -t.cents end)
        from account a join transfer t on t.quantity = 0 and a.id in (t.debit_id, t.credit_id) where a.kind in ('Due', 'InTransit', 'Drawer', 'ChequesInHand', 'ChequesRemitted', 'Dft')
        group by a.id, a.kind, a.part having sum(case when t.debit_id = a.id then t.cents else -t.cents end) <> 0 order by 1
        """;

    [Fact]
    public async Task R156_Five_tickets_of_ten_cancelled_twice_under_one_key_are_five_and_another_colleague_is_refused()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var cash = await martin.Buys(10, "CANT-B", PaymentMeans.Cash);
        var (line, key, seen) = (Assert.Single(await martin.Sold(cash)), Guid.NewGuid(), (await town.Desk().Opens(cash)).Seen);

        await Assert.ThrowsAsync<ReasonMissing>(() => CancelAsync(Guid.NewGuid(), 5, " "));
        var document = await CancelAsync(key, 5);
        var again = await CancelAsync(key, 5);
        await Assert.ThrowsAsync<KeyReused>(() => CancelAsync(key, 4));
        await Assert.ThrowsAsync<PreviewOutdated>(() => CancelAsync(Guid.NewGuid(), 5));

        Assert.Equal((document.Id, "Q2026-000002", -1250L), (again.Id, document.FullNumber, document.Total.Cents));
        Assert.Equal((5, 1250, 0), await martin.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();

        Task<Receipt> CancelAsync(Guid under, int quantity, string reason = "erreur de frappe") =>
            town.CashDesk.CancelAsync(town.Structure, Town.Dominique, reason, [(line, quantity)], under, CancellationToken.None, seen);
    }

    [Fact]
    public async Task Coins_leave_the_drawer_of_the_agent_who_gives_them_back()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var cash = await martin.Buys(10, "CANT-B", PaymentMeans.Cash);
        Assert.Equal([UndoAct.Cancel, UndoAct.CommuneRefund], (await town.Desk().Opens(cash)).Acts);

        var document = await town.Desk().DoAsync(
            town.Structure, Odile, cash.Id, UndoAct.Cancel, await martin.Takes(cash, "CANT-B", 4), "saisi sur la mauvaise famille", Guid.NewGuid(), CancellationToken.None);

        Assert.Equal((ReceiptKind.Cancel, "Q2026-000002"), (document.Kind, document.FullNumber));
        Assert.Equal(["Drawer Dominique 2500", "Drawer Odile -1000", "Due -1500"], await StandingAsync(town));
        Assert.Equal(0L, await books.AskAsync<long>("select count(*) from outbox_letter where name = 'TicketsTakenBack'"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_cheque_on_a_slip_is_not_given_back_and_bounces_off_the_account_it_stands_on()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var (cheque, other) = (await martin.Buys(4, "CANT-B"), await martin.Buys(2, "CANT-B"));
        var (remitted, bank) = (AccountName.ChequesRemitted(town.Regie), new AccountName(AccountKind.Dft, town.Regie.Value));
        await PostAsync(town, ChequeSlips.Of(town.Regie, cheque.Id, "BCH-1", cheque.Amount, town.Days[0]));
        await PostAsync(town, new Posting(EntryKind.BankLine, "L-1", town.Days[0], [new Move(bank, remitted, 1000)]));

        var line = Assert.Single(await martin.Sold(cheque));
        var refused = await Assert.ThrowsAsync<ChequeHandedIn>(() => town.CashDesk.CancelAsync(town.Structure, Odile, "erreur", [(line, 4)], Guid.NewGuid(), CancellationToken.None));
        Assert.Contains("déjà remis", refused.Sentence, StringComparison.Ordinal);
        Assert.DoesNotContain(UndoAct.Cancel, (await town.Desk().Opens(cheque)).Acts);
        var bounced = await town.Desk().Does(cheque, UndoAct.UnpaidCheque, await martin.All(cheque), "sans provision");
        await PostAsync(town, new Posting(EntryKind.BankLine, "L-2", town.Days[0], [new Move(remitted, bank, 1000)]));
        await town.Desk().Does(other, UndoAct.UnpaidCheque, await martin.All(other), "chèque sans provision, encore en main");

        Assert.Empty(await StandingAsync(town));
        await town.Desk().WinBackAsync(town.Structure, bounced, "payé à la seconde présentation", "Odile", CancellationToken.None);
        await PostAsync(town, new Posting(EntryKind.BankLine, "L-3", town.Days[0], [new Move(bank, remitted, 1000)]));
        Assert.Equal(["Dft 1000", "Due -1000"], await StandingAsync(town));
        await books.ShouldBeHealthyAsync();
    }

    [Theory]
    [InlineData(PaymentMeans.Cheque)]
    [InlineData(PaymentMeans.HolidayVoucher)]
    public async Task A_cheque_or_a_voucher_is_handed_back_whole_or_not_at_all(PaymentMeans means)
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, new TownPlan() { Means = Enum.GetValues<PaymentMeans>() });
        var martin = await town.OpensAFile("Martin");
        var (kept, back) = (await martin.Buys(4, "CANT-B", means), await martin.Buys(4, "CANT-B", means));
        var line = Assert.Single(await martin.Sold(kept));

        var refused = await Assert.ThrowsAsync<PapersGoWhole>(() => CancelAsync(line, 3));
        await town.Desk().DoAsync(town.Structure, Odile, kept.Id, UndoAct.CommuneRefund, await martin.Takes(kept, "CANT-B", 1), "un repas en trop", Guid.NewGuid(), CancellationToken.None);
        await Assert.ThrowsAsync<PapersGoWhole>(() => CancelAsync(line, 3));
        await Assert.ThrowsAsync<MoreThanSold>(() => CancelAsync(line, 4));

        Assert.Contains("se rend entier", refused.Sentence, StringComparison.Ordinal);
        Assert.DoesNotContain(UndoAct.Cancel, (await town.Desk().Opens(kept)).Acts);
        Assert.Contains(UndoAct.Cancel, (await town.Desk().Opens(back)).Acts);
        await CancelAsync(Assert.Single(await martin.Sold(back)), 4);
        Assert.Equal((3, 750, 0), await martin.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();

        Task<Receipt> CancelAsync(SoldLine sold, int quantity) =>
            town.CashDesk.CancelAsync(town.Structure, Odile, "erreur", [(sold, quantity)], Guid.NewGuid(), CancellationToken.None);
    }

    private static Task<IReadOnlyList<string>> StandingAsync(Town town) => town.Books.ListAsync(town.Structure, Standing, r => r.GetString(0), Odile.Login.ToString());

    private static async Task PostAsync(Town town, Posting posting)
    {
        await using var work = await town.Books.Database.BeginAsync(town.Structure, CancellationToken.None);
        await Journal.PostAsync(work.Connection, town.Structure, [posting], CancellationToken.None);
        await work.CommitAsync(CancellationToken.None);
    }
}
