using ETicket.Mail.Documents;
using ETicket.Mail.Documents.Papers;
using static ETicket.UnitTests.Mail.Documents.DocumentsTests;

namespace ETicket.UnitTests.Mail.Documents;

/// <summary>
/// What a régie must say on what it hands to a family, mention by mention: of a receipt (quittance: instruction codificatrice 06-031), of a request for payment (facture: model of
/// a régie of the State). Each has its sample, so that a template without it is red.
/// </summary>
public sealed class PaperMentionsTests
{
    /// <summary>Each mention of a receipt, the sample that bears it, what is read there.</summary>
    public static TheoryData<string, string, string[]> OfAReceipt { get; } = new()
    {
        { "commune and régie", "payment-receipt", ["Commune de Saint-Août-sur-Œuvre", "Régie périscolaire"] },
        { "act of the régie, number and date", "payment-receipt", ["Acte constitutif n° 2016-47 du 12/12/2016"] },
        { "receipt number", "payment-receipt", ["Quittance n° Q2026-000123"] },
        { "date and hour of Paris", "payment-receipt", ["Établie le 24/11/2026 à 10:42, heure de Paris"] },
        { "payer", "payment-receipt", ["Reçu de Famille Lefèvre-N’Guyen"] },
        { "payer who is not the family", "payment-receipt.counter", ["CCAS de Saint-Août, pour la famille Lefèvre-N’Guyen"] },
        { "family file", "payment-receipt", ["Dossier n° F0042"] },
        { "service", "payment-receipt", ["Ticket(s) pour le service Cantine maternelle"] },
        { "child", "payment-receipt", ["[Zoé]"] },
        { "tariff", "payment-receipt", ["Tarif : Maternelle, quotient B"] },
        { "quantity, unit price and amount", "payment-receipt", ["10 2,50 € 25,00 €"] },
        { "total in figures", "payment-receipt", ["Total reçu 1 279,00 €"] },
        { "means on line", "payment-receipt", ["Payé par carte bancaire (PayFiP)"] },
        { "reference of PayFiP (refdet)", "payment-receipt", ["Référence 000632026112400123"] },
        { "number of authorisation", "payment-receipt", ["Autorisation 1A2B3C"] },
        { "means at the counter", "payment-receipt.counter", ["Payé par chèque"] },
        { "number of the cheque", "payment-receipt.counter", ["Chèque n° 0001234, Crédit Agricole, signé par CCAS de Saint-Août"] },
        { "agent", "payment-receipt.counter", ["Agent Dominique Martin"] },
        { "VAT", "payment-receipt", ["TVA non applicable."] },
        { "verification code", "payment-receipt", ["ACDE-FHJK-MNPR-3479"] },
        { "a cancellation is a document of its own", "payment-receipt.refund", ["Document n° B2026-000007"] },
        { "the receipt it cancels", "payment-receipt.refund", ["quittance n° Q2026-000123"] },
    };

    /// <summary>The same of an invoice.</summary>
    public static TheoryData<string, string, string[]> OfAnInvoice { get; } = new()
    {
        { "organisation and régie", "invoice-paper", ["Commune de Saint-Août-sur-Œuvre", "Régie périscolaire"] },
        { "act of the régie, number and date", "invoice-paper", ["Acte constitutif n° 2016-47 du 12/12/2016"] },
        { "number", "invoice-paper", ["Facture n° F2026-000012"] },
        { "date of issue", "invoice-paper", ["Établie le 02/11/2026 à 09:00, heure de Paris"] },
        { "debtor", "invoice-paper", ["Famille Lefèvre-N’Guyen"] },
        { "family file", "invoice-paper", ["Dossier n° F0042"] },
        { "place of the service", "invoice-paper", ["École Jules-Ferry"] },
        { "place of who gives it", "invoice-paper", ["24230 Saint-Août-sur-Œuvre"] },
        { "nature of the service", "invoice-paper", ["Accueil du matin"] },
        { "child, quantity, unit price and amount", "invoice-paper", ["Lou", "12 1,55 € 18,60 €"] },
        { "one sum whose detail is not known", "invoice-paper.paid", ["1 46,50 € 46,50 €"] },
        { "total", "invoice-paper", ["Total de la facture 46,50 €"] },
        { "deadline", "invoice-paper", ["À payer au plus tard le lundi 30 novembre 2026."] },
        { "place of payment", "invoice-paper", ["sur https://famille.saint-aout.example, ou au secrétariat. Moyens acceptés"] },
        { "means accepted", "invoice-paper", ["carte bancaire (PayFiP)", "prélèvement unique (PayFiP)", "chèque", "espèces", "CESU"] },
        { "VAT", "invoice-paper", ["TVA non applicable."] },
        { "verification code", "invoice-paper", ["ACDE-FHJK-MNPR-3479"] },
        { "the receipt that paid it", "invoice-paper.paid", ["quittance n° Q2026-000131"] },
    };

    [Theory]
    [MemberData(nameof(OfAReceipt))]
    [MemberData(nameof(OfAnInvoice))]
    public void A_mention_the_rules_ask_for_is_printed(string mention, string sample, string[] read)
    {
        Assert.NotEqual("", mention);
        using var judge = new PdfJudge(Print(Sample<IDocument>(sample)));

        judge.ShouldSay(read);
    }

    [Fact]
    public void An_invoice_whose_lines_are_not_their_quantity_at_their_price_or_do_not_make_its_total_is_refused()
    {
        var (invoice, note) = (Sample<InvoicePaper>("invoice-paper"), Sample<CreditNotePaper>("credit-note-paper"));
        var line = invoice.Lines[0];

        foreach (var wrong in new[] { line with { Quantity = line.Quantity + 1 }, line with { UnitCents = line.UnitCents + 1 }, line with { Cents = line.Cents - 1 } })
            Assert.Equal(line.Label, Refused(invoice with { Lines = [wrong, .. invoice.Lines.Skip(1)] }));
        Assert.Equal("Total", Refused(invoice with { TotalCents = invoice.TotalCents + 1 }));
        Assert.Equal("Total", Refused(invoice with { Lines = [.. invoice.Lines.Skip(1)] }));
        Assert.Equal("Total", Refused(note with { TotalCents = note.TotalCents - 1 }));

        static string Refused(IDocument paper) => Assert.Throws<PaperDoesNotAddUp>(() => Print(paper)).Line;
    }
}
