using ETicket.IntegrationTests.World;
using ETicket.Payments;
using ETicket.Planning;
using ETicket.Treasury.Papers;
using ETicket.UnitTests.Mail.Documents;

namespace ETicket.IntegrationTests.Documents;

/// <summary>« Attestation fiscale » and its sisters: what was used and paid in the year, of care, for children under six.</summary>
public sealed class CertificateTests(Cluster cluster)
{
    private static readonly TownPlan OnCredit = new() { BusFloor = null };
    private static readonly Payer Ccas = new(PayerKind.ThirdParty, "CCAS de Sainte-Foy");

    [Fact]
    public async Task R178_Only_care_that_was_used_counts_not_the_meals_nor_the_tickets_still_in_the_booklet()
    {
        await using var books = await Books.OpenAsync(cluster);
        var desk = new PaperDesk(await Town.FoundAsync(books));
        await desk.DeclaresCare("car");
        var martin = await desk.Town.OpensAFile("Martin");
        await desk.Born(martin.Children[0], new(2020, 1, 2));
        await martin.SellAsync([(10, "CANT-B"), (10, "BUS")]);
        await martin.Ticks("cantine", desk.Town.Days[1]);
        await martin.Ticks("car", desk.Town.Days[1], desk.Town.Days[2], desk.Town.Days[3]);
        await desk.ClosesTheDay(desk.Town.Days[3]);
        var returned = await martin.Booking(martin.Children[0], "car", desk.Town.Days[2]);
        await desk.Town.Recredits.GiveBackAsync(
            desk.Town.Structure, "D1", desk.Town.Days[3], Recredits.Absence, "mairie", ChangeOrigin.Staff, [returned], CancellationToken.None);
        await desk.Town.SetsTheClock(new(2027, 1, 4), "09:00");

        using var judge = new PdfJudge((await desk.CareOf(martin, 2026))!.Content);

        judge.ShouldBeSound();
        // Two rides at 1,50 €: neither the meal, nor the ride given back, nor the eight tickets left.
        judge.ShouldSay("Attestation fiscale 2026", "Camille Martin", "Martin 1 Martin", "02/01/2020", "car", "3,00 €", "Fait à Port-Sainte-Foy, le 04/01/2027");
        Assert.DoesNotContain("cantine", judge.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("4,50 €", judge.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2020-01-01", false)]
    [InlineData("2020-01-02", true)]
    [InlineData("2026-06-30", true)]
    public async Task A_child_is_under_six_on_the_first_of_January_or_does_not_count(string born, bool counts)
    {
        await using var books = await Books.OpenAsync(cluster);
        var desk = new PaperDesk(await Town.FoundAsync(books));
        await desk.DeclaresCare("car");
        var martin = await RidesAsync(desk);
        await desk.Born(martin.Children[0], DateOnly.Parse(born));
        await desk.Town.SetsTheClock(new(2027, 1, 4), "09:00");

        Assert.Equal(counts, await desk.CareOf(martin, 2026) is not null);
    }

    [Fact]
    public async Task Care_used_on_credit_counts_in_the_year_it_was_paid()
    {
        await using var books = await Books.OpenAsync(cluster);
        var desk = new PaperDesk(await Town.FoundAsync(books, OnCredit));
        await desk.DeclaresCare("car");
        var martin = await desk.Town.OpensAFile("Martin");
        await desk.Born(martin.Children[0], new(2022, 5, 2));
        await martin.Ticks("car", desk.Town.Days[1]);
        await desk.ClosesTheDay(desk.Town.Days[1]);
        await desk.Town.SetsTheClock(new(2027, 1, 4), "09:00");
        Assert.Null(await desk.CareOf(martin, 2026));

        await martin.Buys(4, "BUS");
        Assert.Null(await desk.CareOf(martin, 2026));
        await desk.Town.SetsTheClock(new(2028, 1, 4), "09:00");

        using var judge = new PdfJudge((await desk.CareOf(martin, 2027))!.Content);
        judge.ShouldSay("Attestation fiscale 2027", "1,50 €");
    }

    [Theory]
    [InlineData(PayerKind.ThirdParty, "CCAS de Sainte-Foy")]
    [InlineData(PayerKind.Adult, "Simone Martin")]
    public async Task Care_somebody_else_paid_is_not_certified_as_the_family_s(PayerKind kind, string name)
    {
        await using var books = await Books.OpenAsync(cluster);
        var desk = new PaperDesk(await Town.FoundAsync(books, OnCredit));
        await desk.DeclaresCare("car");
        var martin = await desk.Town.OpensAFile("Martin");
        await desk.Born(martin.Children[0], new(2022, 5, 2));
        await martin.Ticks("car", desk.Town.Days[1], desk.Town.Days[2], desk.Town.Days[3]);
        // A ride on credit that another's tickets meet, a ride of another's ticket, then one the family pays itself.
        await desk.ClosesTheDay(desk.Town.Days[1]);
        await martin.SellAsync([(2, "BUS")], payer: new Payer(kind, name));
        await desk.ClosesTheDay(desk.Town.Days[2]);
        await martin.Buys(5, "BUS");
        await desk.ClosesTheDay(desk.Town.Days[3]);
        await desk.Town.SetsTheClock(new(2027, 1, 4), "09:00");

        Assert.Equal([(1, 150L)], await CertifiedAsync(martin));
        using var judge = new PdfJudge((await desk.CareOf(martin, 2026))!.Content);
        judge.ShouldSay("1,50 €", "ni ce qu’une autre personne ou un organisme (CCAS, employeur…) a payé pour la famille");
        Assert.DoesNotContain("4,50 €", judge.Text, StringComparison.Ordinal);
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Care_wholly_paid_by_the_CCAS_makes_no_certificate()
    {
        await using var books = await Books.OpenAsync(cluster);
        var desk = new PaperDesk(await Town.FoundAsync(books));
        await desk.DeclaresCare("car");
        var martin = await desk.Town.OpensAFile("Martin");
        await desk.Born(martin.Children[0], new(2022, 5, 2));
        await martin.SellAsync([(2, "BUS")], payer: Ccas);
        await martin.Ticks("car", desk.Town.Days[1]);
        await desk.ClosesTheDay(desk.Town.Days[1]);
        await desk.Town.SetsTheClock(new(2027, 1, 4), "09:00");

        Assert.Null(await desk.CareOf(martin, 2026));
    }

    [Theory]
    [InlineData(false, 2)]
    [InlineData(true, 1)]
    public async Task Care_whose_cheque_bounced_was_paid_by_whoever_paid_it_in_the_end(bool familyPaysTheEnd, int certified)
    {
        await using var books = await Books.OpenAsync(cluster);
        var desk = new PaperDesk(await Town.FoundAsync(books, OnCredit));
        await desk.DeclaresCare("car");
        var martin = await desk.Town.OpensAFile("Martin");
        await desk.Born(martin.Children[0], new(2022, 5, 2));
        // Three rides of three tickets; the cheque of the third bounces, and the other pays it.
        var (first, last) = familyPaysTheEnd ? (Ccas, (Payer?)null) : (null, Ccas);
        await martin.SellAsync([(2, "BUS")], payer: first);
        var bounced = Assert.Single(await martin.SellAsync([(1, "BUS")], payer: first));
        await martin.Ticks("car", desk.Town.Days[1], desk.Town.Days[2], desk.Town.Days[3]);
        await desk.ClosesTheDay(desk.Town.Days[3]);
        await desk.Town.Reversals.UndoAsync(desk.Town, bounced);
        await martin.SellAsync([(1, "BUS")], payer: last);

        Assert.Equal([(certified, 150L * certified)], await CertifiedAsync(martin));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_year_that_runs_and_a_child_without_an_age_are_refused_with_a_sentence()
    {
        await using var books = await Books.OpenAsync(cluster);
        var desk = new PaperDesk(await Town.FoundAsync(books));
        await desk.DeclaresCare("car");
        var martin = await desk.Town.OpensAFile("Martin");
        await martin.Buys(2, "BUS");
        await martin.Ticks("car", desk.Town.Days[1], desk.Town.Days[2]);
        await desk.ClosesTheDay(desk.Town.Days[2]);

        await Assert.ThrowsAsync<YearNotOver>(() => desk.CareOf(martin, 2026));
        await desk.Town.SetsTheClock(new(2027, 1, 4), "09:00");
        Assert.Contains("Martin 1", (await Assert.ThrowsAsync<BirthDayMissing>(() => desk.CareOf(martin, 2026))).Sentence, StringComparison.Ordinal);
        Assert.Equal(0L, await books.AskAsync<long>("select count(*) from sealed_document"));
        await desk.Born(martin.Children[0], new(2022, 5, 2));
        Assert.NotNull(await desk.CareOf(martin, 2026));
    }

    [Fact]
    public async Task Care_whose_payment_was_lost_is_not_paid_until_it_is_at_the_price_of_what_paid_it_and_the_rest_is_certified_meanwhile()
    {
        await using var books = await Books.OpenAsync(cluster);
        var plan = new TownPlan();
        var dearer = new Dictionary<string, (DateOnly From, long Cents)[]>(plan.Prices, StringComparer.Ordinal) { ["BUS"] = [(new(2025, 9, 1), 150), (new(2027, 1, 1), 160)] };
        var desk = new PaperDesk(await Town.FoundAsync(books, plan with { Prices = dearer }));
        await desk.DeclaresCare("car");
        var martin = await desk.Town.OpensAFile("Martin");
        await desk.Born(martin.Children[0], new(2022, 5, 2));
        await martin.Buys(1, "BUS");
        var cheque = await martin.Buys(2, "BUS");
        await martin.Ticks("car", desk.Town.Days[1], desk.Town.Days[2], desk.Town.Days[3]);
        await desk.ClosesTheDay(desk.Town.Days[3]);
        await desk.Town.SetsTheClock(new(2027, 1, 4), "09:00");
        await desk.Town.Reversals.UndoAsync(desk.Town, cheque);

        Assert.Equal([(1, 150L)], await CertifiedAsync(martin));
        Assert.NotNull(await desk.CareOf(martin, 2026));
        await martin.Buys(1, "BUS");

        Assert.Equal([(1, 150L)], await CertifiedAsync(martin));
        Assert.Equal([(1, 160L)], await CertifiedAsync(martin, 2027));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task The_certificate_of_a_year_adds_up_what_was_paid_less_what_was_taken_back_and_what_was_used()
    {
        await using var books = await Books.OpenAsync(cluster);
        var desk = new PaperDesk(await Town.FoundAsync(books));
        var martin = await RidesAsync(desk);
        await martin.Buys(4, "CANT-B");
        var bounced = await martin.Buys(1, "CANT-B");
        await desk.Town.Reversals.UndoAsync(desk.Town, bounced);

        using var judge = new PdfJudge((await desk.YearOf(martin, 2026))!.Content);

        judge.ShouldBeSound();
        judge.ShouldSay($"Fait à Port-Sainte-Foy, le {books.Clock.Today:dd/MM/yyyy}", "33220 Port-Sainte-Foy", "Nom et prénom : ......", "Cachet et signature :");
        // 15,00 for the rides bought, 10,00 for the meals; 2,50 came and went; two rides used.
        judge.ShouldSay("Attestation annuelle 2026", "l’année n’est pas finie", "Q2026-000001", "−2,50 €", "Total payé, annulations et remboursements déduits 25,00 €", "Total utilisé 3,00 €");
        Assert.Null(await desk.YearOf(martin, 2025));
        Assert.Null(await desk.YearOf(martin, 2027));
    }

    /// <summary>Times and cents of care in a year, as the books certify them.</summary>
    internal static Task<IReadOnlyList<(int, long)>> CertifiedAsync(FamilyFile family, int year = 2026) => family.Town.Books.ListAsync(
        family.Town.Structure, "select times, cents from childcare_paid(current_setting('app.structure')::uuid, $1, $2)", r => (r.GetInt32(0), r.GetInt64(1)), family.Id.Value, year);

    /// <summary>Buys ten rides, uses two.</summary>
    private static async Task<FamilyFile> RidesAsync(PaperDesk desk)
    {
        var martin = await desk.Town.OpensAFile("Martin");
        await martin.Buys(10, "BUS");
        await martin.Ticks("car", desk.Town.Days[1], desk.Town.Days[2]);
        await desk.ClosesTheDay(desk.Town.Days[2]);
        return martin;
    }
}
