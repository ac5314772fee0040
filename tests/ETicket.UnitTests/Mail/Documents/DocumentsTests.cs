using System.Collections.Concurrent;
using ETicket.Mail;
using ETicket.Mail.Documents;
using ETicket.Mail.Documents.Papers;
using Microsoft.Extensions.Options;

namespace ETicket.UnitTests.Mail.Documents;

/// <summary>Every document with every sample, judged by others: what a family, a printer and a screen reader receive.</summary>
public sealed class DocumentsTests
{
    private static readonly string Folder = new MailOptions().DocumentFolder;

    public static TheoryData<string> Samples => [.. DocumentSample.In(Folder).Select(s => s.Name)];

    private static readonly PdfRenderer Renderer = new(Options.Create(new MailOptions()));

    /// <summary>Another printer, which fills its own templates.</summary>
    private static readonly PdfRenderer Another = new(Options.Create(new MailOptions()));

    /// <summary>Each sample is printed once for all that is asked of it.</summary>
    private static readonly ConcurrentDictionary<string, RenderedDocument> Printed = new(StringComparer.Ordinal);

    internal static T Sample<T>(string name)
        where T : IDocument => (T)DocumentSample.In(Folder, name).Single(s => s.Name == name).Document;

    private static RenderedDocument Print(string sample) => Printed.GetOrAdd(sample, name => Renderer.Render(Sample<IDocument>(name)));

    internal static byte[] Print(IDocument document) => Renderer.Render(document).Content;

    [Fact]
    public void Every_document_has_a_template_that_uses_all_it_declares_and_a_sample_to_look_at()
    {
        foreach (var kind in DocumentBook.All)
            DocumentTemplate.Load(Folder, kind);

        Assert.Equal(DocumentBook.All.Select(k => k.FileStem).Order(), DocumentSample.In(Folder).Select(s => s.Name.Split('.')[0]).Distinct().Order());
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_document_is_sound_tagged_in_French_and_its_fonts_are_inside(string sample)
    {
        var rendered = Print(sample);
        using var judge = new PdfJudge(rendered.Content);

        judge.ShouldBeSound();
        Assert.Contains($"Title:           {rendered.Title}", judge.About, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^  H1 \(block\)$", judge.Structure);
        Assert.DoesNotContain("H3 (block)", judge.Structure.Split("H2 (block)")[0], StringComparison.Ordinal);
        for (var i = 0; i < judge.Pages.Length; i++)
            Assert.Contains($"page {i + 1} sur {judge.Pages.Length}", judge.Pages[i], StringComparison.Ordinal);
        // Page numbers belong to the paper: a screen reader does not stop at them.
        Assert.DoesNotContain("page 1 sur", PdfJudge.Plain(judge.Structure), StringComparison.Ordinal);
    }

    /// <summary>Nobody signs a page that could be stapled behind any other paper.</summary>
    [Theory]
    [MemberData(nameof(Samples))]
    public void No_page_holds_only_signatures(string sample)
    {
        using var judge = new PdfJudge(Print(sample).Content);

        foreach (var page in judge.Pages.Where(page => page.Contains("signature :", StringComparison.Ordinal)))
        {
            var before = page[..page.IndexOf("signature :", StringComparison.Ordinal)];
            // The head of the page, who signs, and two words of where are twenty-two words at most: what is signed is more than that.
            Assert.True(before.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length > 25, $"{sample}: {page}");
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void The_same_facts_make_the_same_bytes_and_other_facts_others(string sample)
    {
        Assert.Equal(Print(sample).Content, Another.Render(Sample<IDocument>(sample)).Content);
        if (Sample<IDocument>(sample) is PaymentReceipt receipt)
            Assert.NotEqual(Print(sample).Content, Print(receipt with { TotalCents = receipt.TotalCents + 1 }));
    }

    [Fact]
    public void A_receipt_bears_every_mention_it_owes()
    {
        using var judge = new PdfJudge(Print(Sample<PaymentReceipt>("payment-receipt")));

        judge.ShouldSay(
            "Commune de Saint-Août-sur-Œuvre", "Régie périscolaire", "Acte constitutif n°\u00A02016-47 du 12/12/2016", "Quittance n°\u00A0Q2026-000123", "24/11/2026 à 10:42", "heure de Paris",
            "Famille Lefèvre-N’Guyen", "Dossier n°\u00A0F0042", "[Zoé]\u00A0: Ticket(s) pour le service Cantine maternelle", "2,50\u00A0€", "1\u202F279,00\u00A0€", "carte bancaire (PayFiP)",
            "000632026112400123", "1A2B3C", "TVA non applicable", "ACDE-FHJK-MNPR-3479", "https://famille.saint-aout.example/verifier");
        Assert.DoesNotContain("DUPLICATA", judge.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_takes_a_receipt_back_names_it_and_its_amounts_are_negative()
    {
        using var judge = new PdfJudge(Print(Sample<PaymentReceipt>("payment-receipt.refund")));

        judge.ShouldSay("Remboursement par la commune", "Document n° B2026-000007", "Annule ou reprend la quittance n° Q2026-000123 : déménagement de la famille.", "−16,20 €");
        using var own = new PdfJudge(Print(Sample<PaymentReceipt>("payment-receipt.refund") with { Kind = PaymentReceipt.AssociationRefund }));
        own.ShouldSay("Remboursement par l’association");
    }

    [Fact]
    public void A_receipt_printed_again_says_so_and_names_who_paid_and_who_took_the_money()
    {
        using var judge = new PdfJudge(Print(Sample<PaymentReceipt>("payment-receipt.counter")));

        judge.ShouldSay("DUPLICATA", "CCAS de Saint-Août, pour la famille Lefèvre-N’Guyen", "Dominique Martin");
    }

    [Fact]
    public void A_table_that_runs_over_pages_says_its_head_again_and_its_total_once()
    {
        using var judge = new PdfJudge(Print(Sample<TicketStatement>("ticket-statement")));

        var pages = judge.Pages;
        Assert.Equal(3, pages.Length);
        Assert.All(pages, page => Assert.Contains("Opération", page, StringComparison.Ordinal));
        Assert.Single(pages, page => page.Contains("137,70 €", StringComparison.Ordinal));
        // Two booklets: what is read aloud has two tables, each with one head, of four headings that name their column.
        var structure = judge.Structure;
        Assert.Equal(2, structure.Split("\"Opération\"").Length - 1);
        Assert.Equal(8, structure.Split("/Scope /Column").Length - 1);
    }

    [Fact]
    public void The_last_row_of_a_table_stays_with_its_total_wherever_the_page_ends()
    {
        var statement = Sample<TicketStatement>("ticket-statement");
        var moves = statement.Booklets[0].Moves;

        for (var rows = 15; rows < 30; rows++)
        {
            var told = moves.Take(rows).Select((m, i) => m with { Child = i == rows - 1 ? "Dernière" : m.Child }).ToList();
            using var judge = new PdfJudge(Print(statement with { Booklets = [statement.Booklets[0] with { Moves = told }] }));
            Assert.All(judge.Pages, page => Assert.Equal(page.Contains("Dernière", StringComparison.Ordinal), page.Contains("Utilisés pendant la période", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void A_file_is_called_what_it_is_and_a_child_s_name_leads_to_no_other_folder()
    {
        var statement = Sample<TicketStatement>("ticket-statement.child") with { ChildName = "../../Lou\r\n\"Zoé\"" };

        Assert.Equal("Relevé de tickets de Lou Zoé, du 01 09 2026 au 30 09 2026.pdf", Renderer.Render(statement).FileName);
        Assert.Equal("Quittance n° Q2026-000123.pdf", Renderer.Render(Sample<PaymentReceipt>("payment-receipt")).FileName);
    }
}
