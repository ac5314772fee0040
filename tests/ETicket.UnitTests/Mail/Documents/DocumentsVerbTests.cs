using ETicket.Mail.Documents;
using ETicket.Web.Running;
using ETicket.Web.Verbs;

namespace ETicket.UnitTests.Mail.Documents;

/// <summary><c>documents</c>: whoever edits a template sees what becomes of it, without a database.</summary>
public sealed class DocumentsVerbTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("documents");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Every_sample_or_those_of_one_document_become_a_file()
    {
        await RunAsync("--out", folder.FullName);
        var all = Files();
        await RunAsync("payment-receipt.refund", $"--out={Path.Combine(folder.FullName, "one")}");
        await RunAsync("--out", Path.Combine(folder.FullName, "three"), "payment-receipt");

        Assert.Equal(DocumentSample.In(new ETicket.Mail.MailOptions().DocumentFolder).Select(s => s.Name + ".pdf").Order(StringComparer.Ordinal), all);
        Assert.Equal(["payment-receipt.refund.pdf"], Files("one"));
        Assert.Equal(["payment-receipt.counter.pdf", "payment-receipt.pdf", "payment-receipt.refund.pdf", "payment-receipt.vat.pdf"], Files("three"));
    }

    [Fact]
    public async Task A_name_that_is_no_document_s_is_refused_with_those_that_are()
    {
        var refusal = await Assert.ThrowsAsync<UnknownDocument>(() => RunAsync("quittance", "--out", folder.FullName));

        Assert.Contains("payment-receipt", refusal.Sentence, StringComparison.Ordinal);
        Assert.Empty(Files());
        await Assert.ThrowsAsync<UnknownOption>(() => RunAsync("--format", "docx"));
    }

    private static Task<int> RunAsync(params string[] words) => DocumentsVerb.RunAsync(new Call(words, ConsoleProgress.OfThisConsole(TimeProvider.System)), TestContext.Current.CancellationToken);

    private IEnumerable<string> Files(string below = "") =>
        Directory.GetFiles(Path.Combine(folder.FullName, below)).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal);
}
