using ETicket.Mail.Documents;
using ETicket.Mail.Documents.Papers;

namespace ETicket.UnitTests.Mail.Documents;

/// <summary>Who receives an attestation, a works council or the tax office, reads who vouches for it, where and when; what nobody here knows has its line to be filled.</summary>
public sealed class CertifiedPapersTests
{
    [Theory]
    [InlineData("childcare-certificate", "Commune de Saint-Août-sur-Œuvre")]
    [InlineData("yearly-certificate", "Commune de Saint-Août-sur-Œuvre")]
    [InlineData("childcare-certificate.association", "Les Amis de l’école de Saint-Août")]
    [InlineData("yearly-certificate.association", "Les Amis de l’école de Saint-Août")]
    public void An_attestation_says_where_and_when_it_was_drawn_up_and_leaves_a_line_for_the_street_the_name_and_the_quality(string sample, string structure)
    {
        using var judge = new PdfJudge(DocumentsTests.Print(DocumentsTests.Sample<IDocument>(sample)));

        judge.ShouldBeSound();
        var last = judge.Pages[^1];
        foreach (var words in new[] { "Fait à Saint-Août-sur-Œuvre, le 12/01/2026", "N° et rue : ........", "24230 Saint-Août-sur-Œuvre", "Nom et prénom : ........", "Qualité : ........", "Cachet et signature :" })
            Assert.Contains(words, last, StringComparison.Ordinal);
        Assert.Contains(structure, last, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("childcare-certificate.association")]
    [InlineData("yearly-certificate.association")]
    [InlineData("credit-note-paper.association")]
    public void A_paper_of_an_association_speaks_of_no_act_and_no_regie(string sample) => SpeaksOfNoRegie(DocumentsTests.Sample<IDocument>(sample));

    [Fact]
    public void A_receipt_of_an_association_speaks_of_no_act_and_no_regie_and_one_of_a_commune_cites_it()
    {
        var receipt = DocumentsTests.Sample<PaymentReceipt>("payment-receipt");

        SpeaksOfNoRegie(receipt with { StructureName = "Les Amis de l’école", RegieName = "Les Amis de l’école", RegieActNumber = null, RegieActDate = null });
        using var judge = new PdfJudge(DocumentsTests.Print(receipt));
        judge.ShouldSay("Régie périscolaire", "Acte constitutif n° 2016-47 du 12/12/2016");
    }

    private static void SpeaksOfNoRegie(IDocument paper)
    {
        using var judge = new PdfJudge(DocumentsTests.Print(paper));

        judge.ShouldBeSound();
        judge.ShouldSay("Les Amis de l’école");
        Assert.DoesNotMatch(@"(?i)\b(?:actes?|régies?|régisseurs?)\b", judge.Text);
    }
}
