using ETicket.Mail.Documents;
using ETicket.Mail.Documents.Papers;
using ETicket.Mail.Documents.Papers.Lists;
using ETicket.Mail.Documents.Papers.States;
using static ETicket.UnitTests.Mail.Documents.DocumentsTests;

namespace ETicket.UnitTests.Mail.Documents;

/// <summary>States of the régie and lists of the day: what they must say, and what they must not.</summary>
public sealed class StatesAndListsTests
{
    [Theory]
    [InlineData("ticket-state-paper.ville", "Impayés", 2)]
    [InlineData("family-balance-paper.novembre", "Dossier", 5)]
    [InlineData("debtors-paper.ville", "Dossier", 4)]
    [InlineData("fees-paper.annee", "Prélevé par", 3)]
    [InlineData("dormant-credits-paper.ville", "Dossier", 2)]
    [InlineData("paper-ticket-account.ville", "Rebut", 3)]
    [InlineData("kitchen-list.mois", "École", 2)]
    public void A_long_state_says_the_head_of_its_columns_on_every_page_of_it(string sample, string head, int pages)
    {
        using var judge = new PdfJudge(Print(Sample<IDocument>(sample)));

        judge.ShouldBeSound();
        Assert.True(judge.Pages.Length >= pages);
        Assert.True(judge.Pages.Count(page => page.Contains(head, StringComparison.Ordinal)) >= pages);
    }

    [Theory]
    [InlineData("ticket-state-paper")]
    [InlineData("family-balance-paper")]
    [InlineData("debtors-paper")]
    [InlineData("refund-state-paper")]
    [InlineData("fees-paper")]
    [InlineData("dormant-credits-paper")]
    [InlineData("paper-ticket-account")]
    public void A_state_names_the_regie_its_act_and_who_signs(string sample)
    {
        using var judge = new PdfJudge(Print(Sample<IDocument>(sample)));

        judge.ShouldSay("Commune de Saint-Août-sur-Œuvre", "Régie périscolaire", "Acte constitutif n° 2016-47 du 12/12/2016", "Le régisseur", "Visa de l’ordonnateur", "ACDE-FHJK-MNPR-3479");
    }

    /// <summary>An association has neither régisseur nor ordonnateur: who signs writes in which quality.</summary>
    [Theory]
    [InlineData("ticket-state-paper")]
    [InlineData("debtors-paper")]
    [InlineData("fees-paper")]
    public void A_state_of_an_association_is_signed_in_the_quality_that_is_written_by_hand(string sample)
    {
        using var judge = new PdfJudge(Print(Sample<IssuedPaper>(sample) with { StructureName = "Les Amis de l’école", RegieActNumber = null, RegieActDate = null }));

        judge.ShouldBeSound();
        judge.ShouldSay("Établi par", "Vu par", "Nom, qualité, date et signature :");
        Assert.DoesNotContain("Visa de l’ordonnateur", judge.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Le régisseur Nom", judge.Text, StringComparison.Ordinal);
    }

    /// <summary>The sheet lies on a table, the list is carried in a bus: neither health, nor diet, nor money, nor address.</summary>
    [Theory]
    [InlineData("attendance-sheet.cantine")]
    [InlineData("bus-list.lignes")]
    public void A_list_of_children_says_nothing_of_health_diet_or_money(string sample)
    {
        using var judge = new PdfJudge(Print(Sample<IDocument>(sample)));

        Assert.All(
            new[] { "PAI", "allergi", "régime", "porc", "végétarien", "santé", "solde", "€", "ticket", "quotient" },
            word => Assert.DoesNotContain(word, judge.Text, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void A_bus_list_gives_a_number_to_call_only_where_there_is_one()
    {
        var list = Sample<BusList>("bus-list");
        var child = list.Stops[0].Children[0];

        using var without = new PdfJudge(Print(list));
        using var with = new PdfJudge(Print(list with { Stops = [new BusStop("Le Bourg", "7 h 35", [child with { Phone = "06 12 34 56 78" }])] }));

        Assert.DoesNotMatch("0[67] [0-9]{2}", without.Text);
        Assert.DoesNotContain("Téléphone", without.Text, StringComparison.Ordinal);
        with.ShouldSay("Téléphone", "06 12 34 56 78", "Le Bourg, 7 h 35");
    }

    /// <summary>CGCT D1611-1: fifteen euros and more, counted over all a family owes.</summary>
    [Theory]
    [InlineData(1499, false)]
    [InlineData(1500, true)]
    public void A_family_is_proposed_for_a_titre_from_fifteen_euros_on_whatever_it_owes_them_for(long cents, bool reaches)
    {
        FamilyDebt[] debts = [new("Negative", "Cantine", new(2026, 11, 2), 700, 0, 0), new("UnpaidCheque", "Bus", new(2026, 9, 2), 0, 0, cents - 700)];
        var paper = Sample<DebtorsPaper>("debtors-paper") with { On = new(2026, 11, 30), Debtors = [new("F001", "Martin", debts, 2, null)], AccountCents = cents };

        using var judge = new PdfJudge(Print(paper));

        Assert.Equal((reaches ? 1 : 0, reaches ? cents : 0), (paper.ForTitreCount, paper.ForTitreCents));
        Assert.Equal((reaches ? 0 : 1, reaches ? 0 : cents), (paper.WaitingCount, paper.WaitingCents));
        judge.ShouldSay(reaches ? "2 oui" : "2 non, à cumuler", "Chèque impayé");
    }

    [Theory]
    [InlineData(2021, "31/12/2025")]
    [InlineData(2024, "31/12/2028")]
    public void A_credit_may_be_claimed_until_the_end_of_the_fourth_year_after_it_was_bought(int year, string until)
    {
        var credit = new DormantCredit("F001", "Martin", "Cantine", new(2025, 1, 1), year, 2, 500);
        var paper = Sample<DormantCreditsPaper>("dormant-credits-paper") with { On = new(2026, 1, 1), QuietSince = new(2025, 1, 1), Credits = [credit], AccountCents = 500 };

        using var judge = new PdfJudge(Print(paper));

        judge.ShouldSay(until);
        Assert.Equal(year == 2021, judge.Text.Contains($"{until}, prescrits", StringComparison.Ordinal));
    }

    [Fact]
    public void Money_outside_VAT_says_so_and_a_taxed_price_says_its_rate_its_tax_and_what_is_left()
    {
        using var untaxed = new PdfJudge(Print(Sample<PaymentReceipt>("payment-receipt")));
        using var taxed = new PdfJudge(Print(Sample<PaymentReceipt>("payment-receipt.vat")));
        using var invoice = new PdfJudge(Print(Sample<InvoicePaper>("invoice-paper") with { Lines = [new("Cantine", "Repas d’adultes", 2, 500, 1000, 550)], TotalCents = 1000 }));

        untaxed.ShouldSay("TVA non applicable.");
        Assert.DoesNotContain("hors taxes", untaxed.Text, StringComparison.Ordinal);
        // 56,00 € at 10 %: 50,91 € and 5,09 €.
        taxed.ShouldSay("TVA 10 %", "TVA à 10 % : 5,09 €, sur 50,91 € hors taxes.", "Autres lignes : TVA non applicable.");
        invoice.ShouldSay("TVA à 5,5 % : 0,52 €, sur 9,48 € hors taxes.");
        Assert.DoesNotContain("non applicable", invoice.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-5600, -5091, -509)]
    [InlineData(5600, 5091, 509)]
    [InlineData(0, 0, 0)]
    public void What_is_given_back_gives_its_tax_back_to_the_cent(long cents, long net, long tax) =>
        Assert.Equal([new VatShare(1000, net, tax)], VatShare.Of([(0, 270), (1000, cents)]));
}
