using ETicket.Mail;
using ETicket.Mail.Documents;
using ETicket.Mail.Documents.Layout;
using ETicket.Mail.Documents.Papers;
using ETicket.Mail.Documents.Pdf;
using Microsoft.Extensions.Options;

namespace ETicket.UnitTests.Mail.Documents;

/// <summary>What the operator may write in a template, and what is refused before it misleads anybody.</summary>
public sealed class DocumentTemplatesTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("templates");

    public DocumentTemplatesTests()
    {
        var documents = Directory.CreateDirectory(Path.Combine(folder.FullName, "documents"));
        foreach (var file in Directory.EnumerateFiles(new MailOptions().DocumentFolder))
            File.Copy(file, Path.Combine(documents.FullName, Path.GetFileName(file)));
    }

    public void Dispose() => folder.Delete(recursive: true);

    private PdfRenderer Renderer => new(Options.Create(new MailOptions { Templates = folder.FullName }));

    private void Edit(string file, string old, string now)
    {
        var path = Path.Combine(folder.FullName, "documents", file);
        var (text, before) = (File.ReadAllText(path), File.GetLastWriteTimeUtc(path));
        Assert.Contains(old, text);
        File.WriteAllText(path, text.Replace(old, now));
        File.SetLastWriteTimeUtc(path, before.AddSeconds(1));
    }

    [Fact]
    public void What_the_operator_edits_serves_the_next_document()
    {
        var (renderer, receipt) = (Renderer, DocumentsTests.Sample<PaymentReceipt>("payment-receipt"));
        renderer.Render(receipt);
        Edit("_vat.html", "TVA non applicable.", "Exonérée de TVA.");

        using var judge = new PdfJudge(renderer.Render(receipt).Content);

        Assert.Contains("Exonérée de TVA.", judge.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<p>Établie le {{instant issued_at}}, heure de Paris.</p>", "<img src=\"logo.png\"/>", "img")]
    [InlineData("<p>Établie", "<p class=\"gigantesque\">Établie", "p class")]
    [InlineData("<p>Établie", "<p style=\"color:red\">Établie", "p style")]
    [InlineData("heure de Paris.</p>{{/if}}", "heure de Paris.{{/if}}", "tag")]
    [InlineData("<p>Établie le {{instant issued_at}}, heure de Paris.", "<p><script>alert(1)</script>", "script")]
    [InlineData("<title>", "<p>", "title")]
    [InlineData("<dl>", "<dl><dd>seul</dd>", "dl")]
    public void Markup_that_is_not_the_language_of_documents_is_refused_with_the_name_of_the_file(string old, string now, string named)
    {
        var line = File.ReadAllText(Path.Combine(folder.FullName, "documents", "payment-receipt.html")).Split(old)[0].Count(c => c == '\n') + 1;
        Edit("payment-receipt.html", old, now);

        var refusal = Assert.Throws<MarkupBroken>(() => Renderer.Render(DocumentsTests.Sample<PaymentReceipt>("payment-receipt")));

        Assert.Equal("payment-receipt.html", refusal.File);
        Assert.Contains(named, refusal.What, StringComparison.Ordinal);
        Assert.Equal(line, refusal.Line);
    }

    /// <summary>What a journal of the régie asks for: twelve columns, two hundred rows.</summary>
    [Fact]
    public void A_wide_table_lies_on_its_long_side_and_every_column_fits()
    {
        string[] columns = ["Quittance", "Date", "Agent", "Famille", "Service", "Libellé", "Quantité", "Prix", "Montant", "Moyen", "Référence", "Statut"];
        string[] cells = ["Q2026-000123", "24/11/2026 11:05", "Dominique Martin", "Lefèvre-N’Guyen", "Cantine", "Ticket élémentaire", "20", "2,70\u00A0€", "54,00\u00A0€", "chèque", "000632026112400123", "encaissé"];
        var head = string.Concat(columns.Select((c, i) => i is > 5 and < 9 ? $"<th class=\"num\">{c}</th>" : $"<th>{c}</th>"));
        var row = "<tr>" + string.Concat(cells.Select((c, i) => i is > 5 and < 9 ? $"<td class=\"num\">{c}</td>" : $"<td>{c}</td>")) + "</tr>";
        var paper = Markup.Read($"<document class=\"landscape\"><title>Journal</title><h1>Journal</h1><table class=\"dense\"><thead><tr>{head}</tr></thead><tbody>{string.Concat(Enumerable.Repeat(row, 200))}</tbody></table></document>");

        using var judge = new PdfJudge(new Typesetter(paper).Compose(new PdfAbout("Journal", "Commune", DateTimeOffset.UnixEpoch)));

        judge.ShouldBeSound();
        Assert.Contains("841.89 x 595.276", judge.About, StringComparison.Ordinal);
        Assert.All(judge.Pages, page => Assert.Contains("Statut", page, StringComparison.Ordinal));
        Assert.All(new[] { "54,00 €", "encaissé" }, said => Assert.Equal(200, judge.Text.Split(said).Length - 1));
    }

    [Fact]
    public void A_variable_forgotten_unknown_or_raw_stops_the_document()
    {
        var receipt = DocumentsTests.Sample<PaymentReceipt>("payment-receipt");
        Edit("payment-receipt.html", "{{agent}}", "{{agnet}}");
        Assert.Equal("agnet", Assert.Throws<UnknownVariable>(() => Renderer.Render(receipt)).What);
        Edit("payment-receipt.html", "{{agnet}}", "{{{agent}}}");
        Assert.Throws<ForbiddenTag>(() => Renderer.Render(receipt));
        Edit("payment-receipt.html", "{{#if reference}}<dt>Référence</dt><dd>{{reference}}</dd>{{/if}}", "");
        Edit("payment-receipt.html", "{{{agent}}}", "{{agent}}");
        Assert.Equal("reference", Assert.Throws<UnusedVariable>(() => Renderer.Render(receipt)).What);
    }

    [Fact]
    public void A_code_is_drawn_from_the_facts_and_read_however_it_is_typed()
    {
        byte[] key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

        var code = SealCode.Of(key, "PaymentReceipt", "{}");

        Assert.Matches("^([ACDEFHJKMNPRTUWXY3479]{4}-){3}[ACDEFHJKMNPRTUWXY3479]{4}$", code);
        Assert.Equal(code, SealCode.Of(key, "PaymentReceipt", "{}"));
        Assert.Equal(4, new[] { code, SealCode.Of(key, "PaymentReceipt", "{ }"), SealCode.Of(key, "InvoicePaper", "{}"), SealCode.Of([.. key.Reverse()], "PaymentReceipt", "{}") }.Distinct().Count());
        Assert.All(new[] { code, code.ToLowerInvariant(), code.Replace("-", ""), $"  {code.Replace("-", " ")} " }, typed => Assert.Equal(code, SealCode.Read(typed)));
        Assert.All(new[] { null, "", "ACDE", code + "A", code[..^1] + "0", new string('A', 5000) }, typed => Assert.Null(SealCode.Read(typed)));
    }

    /// <summary>Signs of a code that come up evenly: none is favoured, so that nobody guesses with better odds than sixteen draws.</summary>
    [Fact]
    public void Codes_of_many_documents_differ_and_use_all_signs()
    {
        byte[] key = new byte[32];

        var codes = Enumerable.Range(0, 5000).Select(i => SealCode.Of(key, "PaymentReceipt", $"{i}")).ToList();

        Assert.Equal(codes.Count, codes.Distinct().Count());
        var counts = string.Concat(codes).Where(c => c != '-').GroupBy(c => c).Select(g => g.Count()).ToList();
        Assert.Equal(21, counts.Count);
        Assert.All(counts, count => Assert.InRange(count, 3500, 4120));
    }
}
