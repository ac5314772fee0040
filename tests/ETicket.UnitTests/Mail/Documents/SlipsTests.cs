using ETicket.Mail.Documents;
using ETicket.Mail.Documents.Layout;
using ETicket.Mail.Documents.Papers.Slips;
using ETicket.Mail.Documents.Pdf;

namespace ETicket.UnitTests.Mail.Documents;

/// <summary>The papers a régisseur hands to the accountant: the columns they owe, and the figures of the worked month.</summary>
public sealed class SlipsTests
{
    private static PdfJudge Printed(IDocument document) => new(DocumentsTests.Print(document));

    private static PdfJudge Sample(string name) => Printed(DocumentsTests.Sample<IDocument>(name));

    [Fact]
    public void The_journal_of_a_month_has_every_receipt_a_head_on_each_page_and_its_total_once()
    {
        using var judge = Sample("takings-journal");
        var pages = judge.Pages;

        Assert.Contains("841.89 x 595.276", judge.About, StringComparison.Ordinal);
        Assert.All(pages.Take(pages.Length - 1), page => Assert.Contains("Référence", page, StringComparison.Ordinal));
        Assert.Single(pages, page => page.Contains("Total du journal", StringComparison.Ordinal));
        Assert.All(Enumerable.Range(2841, 225), n => Assert.Contains($"Q2025-{n:D6}", judge.Text, StringComparison.Ordinal));
        judge.ShouldSay(
            "Acte constitutif n° 2016-47 du 12/12/2016", "annule Q2025-003005", "impayé, repris par R2025-000012", "reprend",
            "224 7 905,00 € −32,00 € −66,00 € 7 807,00 €", "Cantine 7067 6 919,00 €", "Ramassage scolaire 7068 888,00 €", "Q2025-002841 Q2025-002841 Q2025-003065 225 aucun", "TVA non applicable");
        Assert.DoesNotContain("NUMÉROS MANQUENT", judge.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_nobody_finds_is_named_and_told_at_the_top()
    {
        using var judge = Sample("takings-journal.missing");

        Assert.Contains("DES NUMÉROS MANQUENT", judge.Pages[0], StringComparison.Ordinal);
        judge.ShouldSay("Q2025-003010 5 Q2025-003007", "−32 1,00 € −32,00 €");
    }

    [Fact]
    public void A_journal_of_days_without_a_receipt_says_so()
    {
        var empty = DocumentsTests.Sample<TakingsJournal>("takings-journal") with
        { Lines = [], Runs = [], ByMeans = [], ByService = [], SalesCount = 0, GrossCents = 0, CancelledCents = 0, ReversedCents = 0, TotalCents = 0 };

        using var judge = Printed(empty);

        judge.ShouldBeSound();
        judge.ShouldSay("Aucun encaissement pendant cette période.");
    }

    [Fact]
    public void The_statement_that_justifies_the_money_crosses_products_and_means_and_says_what_is_left_to_pay()
    {
        using var judge = Sample("remittance-statement");

        judge.ShouldSay(
            "Cantine 7067 7 009,00 € −32,00 € −58,00 € 6 919,00 €", "Cantine (7067)", "chèque 38 1 204,00 € 112,00 € 1 316,00 €", "Total du mois 224 6 919,00 € 888,00 € 7 807,00 €",
            "Première pièce n° Q2025-002841, dernière pièce n° Q2025-003065.", "Report antérieur, pas encore versé 5 930,20 €", "Déjà versé, à déduire 5 930,20 €", "À verser 7 807,00 €", "Certifié exact, le régisseur");
    }

    [Fact]
    public void Accounts_that_agree_are_said_to_and_those_that_do_not_are_told_at_the_top()
    {
        using var right = Sample("reconciliation-statement");
        using var wrong = Sample("reconciliation-statement.gap");
        using var unjustified = Printed(DocumentsTests.Sample<ReconciliationStatement>("reconciliation-statement") with { DueCents = 780701 });

        right.ShouldSay("Écart : 0,00 €.", "A. Solde du relevé au 30/11/2025 6 757,78 €", "B. Solde comptable au 30/11/2025 6 757,78 €", "Total en cours 1 014,50 €", "Total justifié 7 807,00 €");
        Assert.DoesNotContain("NON EXPLIQUÉ", right.Text, StringComparison.Ordinal);
        Assert.Contains("ÉCART NON EXPLIQUÉ Entre le relevé et les écritures : 2,50 €.", wrong.Pages[0], StringComparison.Ordinal);
        wrong.ShouldSay("PRLV SEPA INCONNU 0099-ZK −18,50 €");
        Assert.Contains("Entre les recettes à verser et ce qui les justifie : 0,01 €.", unjustified.Pages[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Cheques_are_listed_to_the_Treasury_one_by_one()
    {
        using var judge = Sample("cheque-remittance-slip");
        using var many = Sample("cheque-remittance-slip.long");

        judge.ShouldSay("Direction générale des Finances publiques (DGFiP)", "payer à l’ordre de la DGFiP", "Nombre de chèques 12", "396,50 €", "Tireur", "Banque", "N° du chèque", "Quittance");
        Assert.True(many.Pages.Length > 2);
        Assert.All(many.Pages, page => Assert.Contains("Tireur", page, StringComparison.Ordinal));
    }

    [Fact]
    public void Notes_and_coins_are_counted_and_the_float_stays()
    {
        using var deposit = Sample("cash-deposit-slip");
        using var opening = Sample("drawer-opening.gap");
        using var closing = Sample("drawer-closing");

        deposit.ShouldSay("Billet 20,00 € 10 200,00 €", "Pièce 0,50 € 3 1,50 €", "Total versé 509,50 €", "Fonds de caisse conservé 50,00 €");
        opening.ShouldSay("ÉCART : −1,10 €", "Motif : rouleau de 0,20 € incomplet, signalé au régisseur.");
        closing.ShouldSay("ÉCART DE CAISSE : −0,20 €", "Motif : erreur de rendu de monnaie", "Remis par le mandataire, Dominique Martin", "Reçu par le régisseur");
    }

    [Fact]
    public void The_minutes_say_what_is_there_and_leave_room_to_sign()
    {
        using var handover = Sample("handover-record");
        using var form = Sample("verification-record");
        using var filled = Sample("verification-record.counted");

        handover.ShouldSay("Claire Fontaine, régisseur sortant, a remis le service de la régie à Sébastien Aubry", "Total 7 857,00 € 7 857,00 €", "Paiements en transit, PayPal 198,00 €", "Q2025-003065", "3 030,60 €");
        form.ShouldSay("Total théorique 236,50 €", "Dernier versement mercredi 12 novembre 2025", "(nom et qualité)", "L’autorité qui vérifie");
        filled.ShouldSay("ENCAISSE MAXIMUM DÉPASSÉE", "2 153,00 € −1,00 €", "M. Yves Lorrain, inspecteur, SGC de Bergerac");
    }

    /// <summary>Of a column as narrow as its longest figure, in a table wider than the page.</summary>
    [Fact]
    public void A_figure_is_never_cut_however_many_columns_there_are()
    {
        var words = string.Concat(Enumerable.Range(0, 9).Select(i => $"<td>Accueil-périscolaire-{i} du mercredi après-midi</td>"));
        var figures = string.Concat(Enumerable.Repeat("<td class=\"num\">−1\u202F234,50\u00A0€</td>", 4));
        var head = string.Concat(Enumerable.Repeat("<th>Texte</th>", 9)) + string.Concat(Enumerable.Repeat("<th class=\"num\">Impayé ou repris</th>", 4));
        var paper = Markup.Read($"<document class=\"landscape\"><title>Large</title><h1>Large</h1><table class=\"dense\"><thead><tr>{head}</tr></thead><tbody><tr>{words}{figures}</tr></tbody></table></document>");

        using var judge = new PdfJudge(new Typesetter(paper).Compose(new PdfAbout("Large", "Commune", DateTimeOffset.UnixEpoch)));

        judge.ShouldBeSound();
        Assert.Equal(4, judge.Text.Split("−1 234,50 €").Length - 1);
    }

    [Fact]
    public void A_table_of_few_rows_is_never_over_two_pages()
    {
        var rows = string.Concat(Enumerable.Range(1, 8).Select(i => $"<tr><td>Ligne {i}</td></tr>"));
        foreach (var lines in new[] { 5, 22, 24, 26, 28, 30 })
        {
            var above = string.Concat(Enumerable.Repeat("<p>Texte.</p>", lines));
            var paper = Markup.Read($"<document><title>Petit</title><h1>Petit</h1>{above}<table><thead><tr><th>Quoi</th></tr></thead><tbody>{rows}</tbody><tfoot><tr><td>Somme</td></tr></tfoot></table></document>");
            using var judge = new PdfJudge(new Typesetter(paper).Compose(new PdfAbout("Petit", "Commune", DateTimeOffset.UnixEpoch)));

            Assert.Contains("Quoi Ligne 1 Ligne 2 Ligne 3 Ligne 4 Ligne 5 Ligne 6 Ligne 7 Ligne 8 Somme", Assert.Single(judge.Pages, page => page.Contains("Ligne", StringComparison.Ordinal)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Nobody_signs_a_page_that_says_nothing()
    {
        var slip = DocumentsTests.Sample<ChequeRemittanceSlip>("cheque-remittance-slip.long");

        for (var rows = 12; rows < 26; rows++)
        {
            var cheques = slip.Cheques.Take(rows).ToList();
            using var judge = Printed(slip with { Cheques = cheques, Count = rows, TotalCents = cheques.Sum(c => c.Cents) });
            Assert.All(judge.Pages, page => Assert.Equal(page.Contains("Date et signature", StringComparison.Ordinal), page.Contains("la signature du régisseur", StringComparison.Ordinal)));
        }
    }
}
