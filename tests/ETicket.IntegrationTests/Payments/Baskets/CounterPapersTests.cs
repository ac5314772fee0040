using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments.Counter;
using ETicket.Wallets;

namespace ETicket.IntegrationTests.Payments.Baskets;

/// <summary>What is handed over the counter is written down as the slip will list it, and pays one régie, once, for what it is worth.</summary>
public sealed class CounterPapersTests(Cluster cluster)
{
    private static readonly TownPlan Everything = new() { Means = Enum.GetValues<PaymentMeans>() };

    [Theory]
    [InlineData("", "Crédit Agricole", "Camille Martin")]
    [InlineData("0001234", "  ", "Camille Martin")]
    [InlineData("0001234", "Crédit Agricole", null)]
    [InlineData("ET0123", "Crédit Agricole", "Camille Martin")]
    public async Task R151_A_cheque_without_its_number_its_bank_or_its_signer_is_not_taken(string? number, string? bank, string? signer)
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");

        var refused = await Assert.ThrowsAnyAsync<Refusal>(() => martin.SellAsync([(4, "BUS")], papers: [new(number, bank, signer)]));
        await Assert.ThrowsAsync<ChequeIncomplete>(() => martin.SellAsync([(4, "BUS")], papers: []));
        await Assert.ThrowsAsync<OnePaperPerShare>(() => martin.SellAsync([(4, "BUS")], papers: [FamilyFile.Cheque("1111111"), FamilyFile.Cheque("2222222")]));

        Assert.Contains(number is "ET0123" ? "« ET0123 » n’est pas un numéro de chèque" : "écrivez son numéro, la banque et le nom", refused.Sentence.Replace('\u00A0', ' '));
        Assert.Equal(0L, await books.AskAsync<long>("select (select count(*) from payment) + (select count(*) from payment_paper)"));
    }

    [Fact]
    public async Task R151_The_data_of_a_cheque_is_kept_and_another_cheque_under_the_same_key_is_another_sale()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var (key, typed) = (Guid.NewGuid(), HandedPaper.Cheque(" 000 1234 ", "Crédit  Agricole", " Camille Martin"));

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => martin.SellAsync([(4, "BUS")], key: key, papers: [typed]))));
        await martin.SellAsync([(4, "BUS")], key: key, papers: [FamilyFile.Cheque()]);

        foreach (var other in new[] { FamilyFile.Cheque("0001235"), FamilyFile.Cheque() with { Bank = "La Banque postale" }, FamilyFile.Cheque() with { Signer = "Odile Garnier" } })
            await Assert.ThrowsAsync<BasketChanged>(() => martin.SellAsync([(4, "BUS")], key: key, papers: [other]));
        Assert.Equal(["0001234 | Crédit Agricole | Camille Martin"], await PapersAsync(town));
        Assert.Equal((4, 600, 0), await martin.Wallet("BUS"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task The_quittance_by_mail_says_the_number_of_the_paper_and_no_reference_of_ours()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, Everything);
        var martin = await town.OpensAFile("Martin");
        await martin.SellAsync([(4, "BUS")], papers: [FamilyFile.Cheque("0001234")]);
        await martin.Buys(4, "BUS", PaymentMeans.Cash);
        await martin.Buys(4, "BUS", PaymentMeans.HolidayVoucher);

        Assert.Equal(
            ["ANCV -", "CHEQUE 0001234", "ESPECES -"],
            await books.ListAsync(town.Structure, "select distinct concat_ws(' ', variables->>'means', coalesce(variables->>'reference', '-')) from outbox_letter where name = 'TopUpReceipt' order by 1", r => r.GetString(0)));
        await books.ShouldBeHealthyAsync();
    }

    [Theory]
    [InlineData(PaymentMeans.Cheque)]
    [InlineData(PaymentMeans.CardTerminal)]
    [InlineData(PaymentMeans.HolidayVoucher)]
    public async Task R150_One_paper_does_not_pay_two_regies_and_one_share_each_does(PaymentMeans means)
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, Everything with { TwoRegies = true });
        var martin = await town.OpensAFile("Martin");

        var refused = await Assert.ThrowsAsync<OneRegiePerShare>(() => martin.SellAsync([(4, "CANT-B"), (4, "BUS")], means));
        if (means is PaymentMeans.Cheque)
            await Assert.ThrowsAsync<PaperTwice>(() => martin.SellAsync([(4, "CANT-B")], means, others: [martin.Share(means, null, (4, "BUS"))]));
        Assert.Equal(0L, await books.AskAsync<long>("select count(*) from payment"));
        Assert.Contains("plusieurs caisses (Restauration, Transport)", refused.Sentence);
        var bus = martin.Share(means, null, (4, "BUS"));
        var sold = await martin.SellAsync([(4, "CANT-B")], means, others: [means is PaymentMeans.Cheque ? bus with { Papers = [FamilyFile.Cheque("0001235")] } : bus]);

        Assert.Equal([1000L, 600L], sold.Select(p => p.Amount.Cents));
        Assert.Equal(2, (await martin.SellAsync([(1, "CANT-B"), (1, "BUS")], PaymentMeans.Cash)).Count);
        await books.ShouldBeHealthyAsync();
    }

    [Theory]
    [InlineData(PaymentMeans.Cesu)]
    [InlineData(PaymentMeans.HolidayVoucher)]
    public async Task R161_Vouchers_are_kept_with_what_is_printed_on_them_and_pay_exactly_that(PaymentMeans means)
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, Everything);
        var martin = await town.OpensAFile("Martin");
        var owed = await martin.Owes(2400, "car");

        var more = await Assert.ThrowsAsync<VouchersWorthMore>(() => martin.SellAsync([(9, "BUS")], means, papers: [HandedPaper.Voucher(new(1500))]));
        var less = await Assert.ThrowsAsync<VouchersWorthLess>(() => martin.SellAsync([(11, "BUS")], means, papers: [HandedPaper.Voucher(new(1500))]));
        await Assert.ThrowsAsync<VoucherWithoutValue>(() => martin.SellAsync([(10, "BUS")], means, papers: [new("77001")]));
        Assert.Equal(0L, await books.AskAsync<long>("select count(*) from payment"));
        await martin.SellAsync([(10, "BUS")], means, papers: [HandedPaper.Voucher(new(1000), "77001"), HandedPaper.Voucher(new(500))]);
        await martin.PaysPart(owed, 1500, means);

        Assert.Contains("valent 15,00 €, pour 13,50 € à payer : on ne rend pas la monnaie", more.Sentence.Replace('\u00A0', ' '));
        Assert.Contains("il manque 1,50 €", less.Sentence.Replace('\u00A0', ' '));
        Assert.Equal(["77001 1000", "500", "1500"], await PapersAsync(town));
        Assert.Equal(900L, await martin.StillOwes());
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_slip_is_kept_by_its_number_and_coins_bring_no_paper()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, Everything);
        var martin = await town.OpensAFile("Martin");

        await martin.SellAsync([(4, "BUS")], PaymentMeans.CardTerminal, papers: [HandedPaper.Slip("TPE 0042")]);
        await martin.SellAsync([(4, "BUS")], PaymentMeans.Transfer);

        await Assert.ThrowsAsync<ArgumentException>(() => martin.SellAsync([(4, "BUS")], PaymentMeans.Cash, papers: [FamilyFile.Cheque()]));
        await Assert.ThrowsAsync<PaperTooLong>(() => martin.SellAsync([(4, "BUS")], papers: [FamilyFile.Cheque() with { Bank = new string('x', 61) }]));
        Assert.Equal(["TPE0042"], await PapersAsync(town));
        await books.ShouldBeHealthyAsync();
    }

    private static Task<IReadOnlyList<string>> PapersAsync(Town town) => town.Books.ListAsync(
        town.Structure,
        "select concat_ws(' ', x.number, '| ' || x.bank, '| ' || x.signer, x.face_cents) from payment_paper x join payment p on p.id = x.payment_id order by p.created_at, x.payment_id, x.rank", r => r.GetString(0));
}
