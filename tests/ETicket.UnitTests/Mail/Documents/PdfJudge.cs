using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace ETicket.UnitTests.Mail.Documents;

/// <summary>
/// What others say of a PDF: qpdf, Ghostscript and the tools of poppler. Where one is missing the story is skipped, unless <c>ETICKET_REQUIRE_PDF_TOOLS</c> is 1.
/// </summary>
internal sealed partial class PdfJudge : IDisposable
{
    private static readonly string[] Tools = ["qpdf", "gs", "pdffonts", "pdftotext", "pdfinfo"];
    private readonly string _file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".pdf");

    /// <summary>The file does not change: each tool says its word once.</summary>
    private readonly ConcurrentDictionary<string, string> _said = new(StringComparer.Ordinal);

    private string[]? _pages;

    public PdfJudge(byte[] content)
    {
        var paths = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        var missing = Tools.Where(tool => !paths.Any(path => File.Exists(Path.Combine(path, tool)))).ToArray();
        if (missing.Length > 0)
        {
            var said = $"{string.Join(", ", missing)} missing: install qpdf, ghostscript and poppler-utils.";
            Assert.False(Environment.GetEnvironmentVariable("ETICKET_REQUIRE_PDF_TOOLS") == "1", said);
            Assert.Skip(said);
        }
        File.WriteAllBytes(_file, content);
    }

    /// <summary>The text as it is laid on the pages, any space for any other: these tools know one kind.</summary>
    public string Text => Plain(Run("pdftotext", "-layout", "-enc", "UTF-8", _file, "-"));

    /// <summary>Every page on its own, in the order it is read.</summary>
    public string[] Pages => _pages ??= [.. Run("pdftotext", "-enc", "UTF-8", _file, "-").TrimEnd('\f').Split('\f').Select(Plain)];

    /// <summary>The tree of tags, with what each says.</summary>
    public string Structure => Run("pdfinfo", "-struct-text", _file);

    public string About => Run("pdfinfo", _file);

    public string Catalog => Run("qpdf", "--show-object=1", _file);

    /// <summary>Each font: embedded, a subset, with the characters it stands for.</summary>
    public IReadOnlyList<(bool Embedded, bool Subset, bool Unicode)> Fonts =>
        [.. from Match row in FontRow().Matches(Run("pdffonts", _file)) select (row.Groups["emb"].Value == "yes", row.Groups["sub"].Value == "yes", row.Groups["uni"].Value == "yes")];

    /// <summary>Refuses what any of them would complain about.</summary>
    public void ShouldBeSound()
    {
        Assert.Contains("No syntax or stream encoding errors found", Run("qpdf", "--check", _file), StringComparison.Ordinal);
        Assert.Equal("", Run("gs", "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=nullpage", _file).Trim());
        Assert.NotEmpty(Fonts);
        Assert.All(Fonts, font => Assert.Equal((true, true, true), font));
        Assert.Matches(@"Tagged:\s+yes", About);
        Assert.Contains("/Lang (fr-FR)", Catalog, StringComparison.Ordinal);
        Assert.Contains("/DisplayDocTitle true", Catalog, StringComparison.Ordinal);
    }

    /// <summary>Each of these is on the pages, in whatever spaces.</summary>
    public void ShouldSay(params string[] sentences)
    {
        // Read either way: across the columns, as the eye does, or one after the other.
        var said = string.Join(' ', Pages) + Text;
        Assert.All(sentences, sentence => Assert.Contains(Plain(sentence), said, StringComparison.Ordinal));
    }

    public void Dispose() => File.Delete(_file);

    public static string Plain(string text) => Spaces().Replace(text, " ");

    private string Run(string tool, params string[] words) => _said.GetOrAdd($"{tool} {string.Join(' ', words)}", _ => RunOnce(tool, words));

    private static string RunOnce(string tool, string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo(tool, words) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = System.Text.Encoding.UTF8 })!;
        var complaints = process.StandardError.ReadToEndAsync();
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal((tool, 0, ""), (tool, process.ExitCode, complaints.Result.Trim()));
        return said;
    }

    [GeneratedRegex(@"[\s\u00A0\u202F]+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"(?<emb>yes|no)\s+(?<sub>yes|no)\s+(?<uni>yes|no)\s+\d+\s+\d+\s*$", RegexOptions.Multiline)]
    private static partial Regex FontRow();
}
