using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Invoicing;
using ETicket.Treasury;
using ETicket.Treasury.Papers;
using ETicket.UnitTests.Mail.Documents;
using static ETicket.IntegrationTests.Documents.CertificateTests;

namespace ETicket.IntegrationTests.Documents;

/// <summary>« Attestation fiscale » where care is billed after use: what the lines of an invoice say, once the family has paid it.</summary>
public sealed class BilledCareTests(Cluster cluster)
{
    private static readonly DateOnly NewYear = new(2027, 1, 4);

    [Fact]
    public async Task Care_billed_after_use_counts_line_by_line_the_year_its_invoice_was_paid()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (desk, martin) = await CaredForAsync(books);
        // Two rides at 1,50 € each of two children, and 3,00 € of snack under no activity of care.
        var (paid, late) = (await martin.OwesInDetail(900, "car"), await martin.OwesInDetail(900, "car", unit: 200));
        var meals = await martin.OwesInDetail(900, "cantine");
        await martin.SellAsync([], invoices: [paid, meals]);
        await desk.Town.SetsTheClock(NewYear, "09:00");
        await martin.SellAsync([], invoices: [late]);

        Assert.Equal([(2, 300L), (2, 300L)], await CertifiedAsync(martin, 2026));
        Assert.Equal([(2, 400L), (2, 400L)], await CertifiedAsync(martin, 2027));
        using var judge = new PdfJudge((await desk.CareOf(martin, 2026))!.Content);
        judge.ShouldBeSound();
        judge.ShouldSay("car 2 3,00 €", "Total 6,00 €", "une facture, le jour où elle est payée");
        Assert.DoesNotContain("Non comprises", judge.Text, StringComparison.Ordinal);
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task It_is_care_and_is_added_to_the_tickets_of_the_same_child()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (desk, martin) = await CaredForAsync(books);
        await martin.Buys(4, "BUS");
        await martin.Ticks("car", desk.Town.Days[1]);
        await desk.ClosesTheDay(desk.Town.Days[1]);
        await martin.SellAsync([], invoices: [await martin.OwesInDetail(900, "car")]);

        Assert.Equal([(3, 450L), (2, 300L)], await CertifiedAsync(martin, 2026));
    }

    [Fact]
    public async Task An_invoice_nobody_paid_whose_payment_bounced_or_that_another_paid_is_not_certified()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (desk, martin) = await CaredForAsync(books);
        await martin.OwesInDetail(900, "car");
        await martin.SellAsync([], payer: new Payer(PayerKind.ThirdParty, "CCAS de Sainte-Foy"), invoices: [await martin.OwesInDetail(900, "car")]);
        Assert.Empty(await CertifiedAsync(martin, 2026));

        var cheque = Assert.Single(await martin.SellAsync([], invoices: [await martin.OwesInDetail(900, "car")]));
        Assert.Equal(2, (await CertifiedAsync(martin, 2026)).Count);
        var bounced = await desk.Town.Reversals.UndoAsync(desk.Town.Structure, Reversals.UnpaidCheque("sans provision"), [.. (await martin.Sold(cheque)).Select(l => (l, l.StillSold))], CancellationToken.None);
        Assert.Empty(await CertifiedAsync(martin, 2026));
        await desk.Town.Reversals.WinBackAsync(desk.Town.Structure, bounced.EntryId, "payé à la seconde présentation", CancellationToken.None);

        Assert.Equal([(2, 300L), (2, 300L)], await CertifiedAsync(martin, 2026));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Paid_in_parts_what_the_family_paid_counts_line_by_line_the_year_it_did()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (desk, martin) = await CaredForAsync(books);
        // Of 9,00 €, two thirds are care; the CCAS paid a third of it all.
        var owed = await martin.OwesInDetail(900, "car");
        await martin.PaysPart(owed, 300, payer: new Payer(PayerKind.ThirdParty, "CCAS de Sainte-Foy"));
        Assert.Empty(await CertifiedAsync(martin, 2026));
        await martin.PaysPart(owed, 300);
        await desk.Town.SetsTheClock(NewYear, "09:00");
        await martin.PaysPart(owed, 299);
        await martin.PaysPart(owed, 1);

        Assert.Equal([(2, 100L), (2, 100L)], await CertifiedAsync(martin, 2026));
        Assert.Equal([(2, 100L), (2, 100L)], await CertifiedAsync(martin, 2027));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Paid_twice_it_is_certified_once()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (desk, martin) = await CaredForAsync(books);
        var owed = await martin.OwesInDetail(900, "car");
        var late = Assert.Single(await martin.FillsABasket([], owed));
        await desk.Town.Checkout.OpenAsync(desk.Town.Structure, late.Id, CancellationToken.None);
        desk.Town.PayFip.SaysExpired(late);
        await martin.Settles(late);
        await martin.SellAsync([], invoices: [owed]);
        desk.Town.PayFip.Accepts(late);
        Assert.Equal(PaymentState.Paid, await martin.Settles(late, "sweep"));

        Assert.Equal([(2, 300L), (2, 300L)], await CertifiedAsync(martin, 2026));
    }

    [Fact]
    public async Task An_invoice_of_one_sum_is_named_and_left_out_and_alone_makes_no_certificate()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (desk, martin) = await CaredForAsync(books);
        var meals = await martin.Owes(1200, "cantine");
        var sum = await martin.Owes(800, "car");
        await martin.SellAsync([], invoices: [sum, meals]);
        await desk.Town.SetsTheClock(NewYear, "09:00");

        Assert.Contains(sum.FullNumber, (await Assert.ThrowsAsync<CareWithoutDetail>(() => desk.CareOf(martin, 2026))).Sentence, StringComparison.Ordinal);
        await desk.Town.SetsTheClock(NewYear.AddDays(1), "09:00");
        await martin.SellAsync([], invoices: [await martin.OwesInDetail(900, "car"), await martin.Owes(700, "car")]);
        await desk.Town.SetsTheClock(NewYear.AddYears(1), "09:00");
        using var judge = new PdfJudge((await desk.CareOf(martin, 2027))!.Content);

        judge.ShouldSay("Total 6,00 €", "Non compté, faute de détail par enfant : facture n° F2027-000002.");
        Assert.DoesNotContain(sum.FullNumber, judge.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_invoice_one_of_whose_lines_names_no_child_is_counted_for_the_others_and_named_for_that_one()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (desk, martin) = await CaredForAsync(books);
        var car = desk.Town.Activity("car");
        var whole = await OwesAsync(desk, martin, Line(martin.Children[0], car), Line(martin.Children[1], null));
        var ofNobody = await OwesAsync(desk, martin, Line(martin.Children[0], car), Line(null, car));
        var ofTwo = await OwesAsync(desk, martin, Line(null, car), Line(null, null));
        await martin.SellAsync([], invoices: [whole, ofNobody, ofTwo]);
        await desk.Town.SetsTheClock(NewYear, "09:00");

        using var judge = new PdfJudge((await desk.CareOf(martin, 2026))!.Content);

        judge.ShouldSay("Total 6,00 €", $"Non compté, faute de détail par enfant : une partie de la facture n° {ofNobody.FullNumber}, facture n° {ofTwo.FullNumber}.");
        Assert.DoesNotContain(whole.FullNumber, judge.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_membership_is_no_child_s_and_no_care_and_alone_leaves_nothing_to_certify()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (desk, martin) = await CaredForAsync(books);
        var car = desk.Town.Activity("car");
        await martin.SellAsync([], invoices: [await OwesAsync(desk, martin, Line(null, null))]);
        await desk.Town.SetsTheClock(NewYear, "09:00");
        Assert.Null(await desk.CareOf(martin, 2026));

        await martin.SellAsync([], invoices: [await OwesAsync(desk, martin, Line(martin.Children[0], car), Line(null, null))]);
        await desk.Town.SetsTheClock(NewYear.AddYears(1), "09:00");
        using var judge = new PdfJudge((await desk.CareOf(martin, 2027))!.Content);

        judge.ShouldSay("Total 3,00 €");
        Assert.DoesNotContain("Non compté, faute", judge.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_invoice_that_only_tells_the_care_of_a_child_of_six_is_left_out_whole()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (desk, martin) = await CaredForAsync(books);
        await desk.Born(martin.Children[1], new(2019, 3, 2));
        var car = desk.Town.Activity("car");
        var elder = await OwesAsync(desk, martin, Line(martin.Children[1], car), Line(null, car));
        await martin.SellAsync([], invoices: [elder, await OwesAsync(desk, martin, Line(martin.Children[0], car))]);
        await desk.Town.SetsTheClock(NewYear, "09:00");

        using var judge = new PdfJudge((await desk.CareOf(martin, 2026))!.Content);

        judge.ShouldSay("Total 3,00 €", $"Non compté, faute de détail par enfant : facture n° {elder.FullNumber}.");
        Assert.DoesNotContain("une partie de la", judge.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_family_whose_children_are_six_is_told_nothing_of_invoices_of_one_sum()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (desk, martin) = await CaredForAsync(books, born: new(2020, 1, 1));
        await martin.SellAsync([], invoices: [await martin.Owes(800, "car")]);
        await desk.Town.SetsTheClock(NewYear, "09:00");

        Assert.Null(await desk.CareOf(martin, 2026));
    }

    private static NewInvoiceLine Line(ChildId? child, ActivityId? activity) => new(child, activity, "Accueil", 2, new Money(150));

    private static Task<Invoice> OwesAsync(PaperDesk desk, FamilyFile family, params NewInvoiceLine[] lines) => desk.Town.Invoices.IssueAsync(
        desk.Town.Structure,
        new NewInvoice(InvoiceId.New(), family.Id, desk.Town.Transport, "Accueil", lines.Sum(l => l.UnitPrice * l.Quantity), desk.Town.Plan.FirstDay.AddDays(30)) { Lines = lines },
        CancellationToken.None);

    /// <summary>A family of two children under six, in a town whose bus is care.</summary>
    private static async Task<(PaperDesk Desk, FamilyFile Martin)> CaredForAsync(Books books, DateOnly? born = null)
    {
        var desk = new PaperDesk(await Town.FoundAsync(books));
        await desk.DeclaresCare("car");
        var martin = await desk.Town.OpensAFile("Martin", children: 2);
        foreach (var child in martin.Children)
            await desk.Born(child, born ?? new(2022, 5, 2));
        return (desk, martin);
    }
}
