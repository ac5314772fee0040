using ETicket.Web.Display;

namespace ETicket.UnitTests.Display;

/// <summary>A discrepancy is read by a person: each says in French what it means, in words and in euros.</summary>
public sealed class GapWordsTests
{
    [Theory]
    [InlineData("amount", "1000", "1001", "10,00\u00A0€", "10,01\u00A0€")]
    [InlineData("amount received", "1000", "900", "10,00\u00A0€", "9,00\u00A0€")]
    [InlineData("currency", "EUR", "CHF", "euro", "CHF")]
    [InlineData("reference", "ETA", "ETB", "ETA", "ETB")]
    [InlineData("client number", "006382", "006383", "006382", "006383")]
    [InlineData("mode", "W", "T", "production", "test (aucun argent)")]
    [InlineData("live", "yes", "?", "argent réel", "le prestataire ne le dit pas")]
    [InlineData("account", "live", "sandbox", "compte réel", "compte d’essai")]
    [InlineData("captured", "yes", "no: approved for 1234.50 EUR ETB", "oui", "non, accord donné pour 1\u202F234,50\u00A0EUR ETB")]
    [InlineData("refund", "whole tickets still sold", "333 (re_1)", "une somme qui désigne sans hésitation des tickets ou des factures de ce règlement", "3,33\u00A0€ (re_1)")]
    [InlineData("dispute", "whole tickets still sold", "333 (dp_1)", "une somme qui désigne sans hésitation des tickets ou des factures de ce règlement", "3,33\u00A0€ (dp_1)")]
    [InlineData("refund unanswered", "", "750 (a key)", "une réponse du prestataire", "7,50\u00A0€ (a key)")]
    [InlineData("refund made after all", "", "750 (re_1)", "aucun remboursement par le prestataire", "7,50\u00A0€ (re_1)")]
    [InlineData("refund failed", "", "750 (re_1)", "un remboursement qui arrive à son destinataire", "7,50\u00A0€ (re_1)")]
    [InlineData("refund under another number", "750 (re_7)", "750 (re_1)", "7,50\u00A0€ (re_7)", "7,50\u00A0€ (re_1)")]
    [InlineData("refund to note again", "", "1000 (B2026-000001)", "un remboursement de la commune qui reste noté", "10,00\u00A0€ (B2026-000001)")]
    [InlineData("dispute", "taken once", "2500 (dp_1#2)", "une somme reprise une fois, puis rendue\u00A0: le prestataire dit qu’elle est partie de nouveau sans montrer le mouvement. Vérifiez sur ses pages avant de désigner les tickets", "25,00\u00A0€ (dp_1#2)")]
    [InlineData("perhaps paid twice", "ETA", "ETB", "un seul paiement, de référence ETA", "un second, de référence ETB")]
    [InlineData("paid twice", "ETA", "ETB", "un seul paiement, de référence ETA", "un second, de référence ETB")]
    [InlineData("paid twice", "ETA", "ETB (128)", "un seul paiement, de référence ETA", "un second, de référence ETB, que la banque a de nouveau payé")]
    [InlineData("refund", "3 × Repas", "750 (re_1)", "3 × Repas\u00A0: ce que cette demande concernait, et qui a été repris autrement depuis", "7,50\u00A0€ (re_1)")]
    public void Each_says_what_was_expected_and_what_came(string field, string expected, string found, string expectedSaid, string foundSaid)
    {
        Assert.Equal((expectedSaid, foundSaid), (GapWords.Expected(field, expected), GapWords.Found(field, found)));
        Assert.NotEqual(GapWords.Meaning("what nobody foresaw"), GapWords.Meaning(field));
    }

    [Fact]
    public void A_refund_that_failed_speaks_of_an_invoice_where_nothing_else_was_paid_and_of_whoever_paid()
    {
        Assert.DoesNotContain("ticket", GapWords.Meaning("refund failed", invoices: true), StringComparison.Ordinal);
        Assert.Contains("CCAS de Saint-Août, qui avait payé", GapWords.Meaning("refund failed", "CCAS de Saint-Août", invoices: true), StringComparison.Ordinal);
        Assert.StartsWith("CCAS de Saint-Août a payé à son tour", GapWords.Meaning("paid twice", "CCAS de Saint-Août"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_refund_that_failed_before_anything_left_says_that_nothing_moved_and_that_nobody_was_told()
    {
        const string NothingHadLeft = "nothing had left";
        Assert.Equal("un remboursement qui arrive à son destinataire", GapWords.Expected("refund failed", NothingHadLeft));
        foreach (var (payer, invoices, association) in new (string? Payer, bool Invoices, bool Association)[] { (null, false, false), (null, true, false), ("CCAS de Saint-Août", false, false), ("CCAS de Saint-Août", false, true) })
        {
            var meaning = GapWords.Meaning("refund failed", payer, invoices, association, NothingHadLeft);

            Assert.Contains("aucun courriel n’est parti", meaning, StringComparison.Ordinal);
            Assert.DoesNotMatch("de nouveau|est prévenue", meaning);
            Assert.Contains($"prévenez {payer ?? "la famille"}", meaning, StringComparison.Ordinal);
            Assert.DoesNotMatch(invoices ? "ticket" : association ? "commune" : "^$", meaning);
        }
    }

    [Fact]
    public void Another_amount_than_ours_says_where_the_money_is_and_what_may_be_done_of_it()
    {
        Assert.All(["recette à classer", "(DFT)", "la commune lui rembourse", "vente au guichet", "marquez l’écart comme traité"], words => Assert.Contains(words, GapWords.Meaning("amount"), StringComparison.Ordinal));
        Assert.DoesNotMatch("commune|Trésor|régie", GapWords.Meaning("amount", association: true));
        Assert.NotEqual(GapWords.Hint("what nobody foresaw"), GapWords.Hint("amount"));
    }

    [Theory]
    [InlineData("refunded by the commune")]
    [InlineData("refund to note again")]
    [InlineData("refund unanswered")]
    [InlineData("refund made after all")]
    [InlineData("refund failed")]
    public void An_association_refunds_by_itself_and_issues_no_titre(string field)
    {
        foreach (var payer in new[] { null, "CCAS de Saint-Août" })
        {
            string[] said = [GapWords.Meaning(field, payer, association: true), GapWords.Hint(field, association: true), GapWords.Expected(field, "", association: true), Words.Field(field, association: true)];
            Assert.All(said, words => Assert.DoesNotMatch("commune|titre|mairie|Trésor", words));
            Assert.Contains("commune", GapWords.Meaning(field, payer), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("refund")]
    [InlineData("dispute")]
    [InlineData("refund made after all")]
    [InlineData("refund failed")]
    [InlineData("refund under another number")]
    [InlineData("paid twice")]
    public void Money_that_was_credited_is_not_said_to_be_missing(string field) =>
        Assert.DoesNotContain("n’a été crédité", GapWords.Meaning(field), StringComparison.Ordinal);
}
