using ETicket.Mail.Documents;
using ETicket.Mail.Preview;
using ETicket.UnitTests.Mail.Letters;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ETicket.UnitTests.Mail.Documents;

/// <summary>A document the operator broke is told as a letter is, before any family asks for it: the file, the line and the word.</summary>
public sealed class BrokenDocumentsTests : IDisposable
{
    private readonly LetterDesk desk = LetterDesk.Copied();
    private readonly ToldLog told = new();

    public void Dispose() => desk.Dispose();

    private LetterWatch Watch() => new([desk.Preview, desk.Documents], TimeProvider.System, told);

    private void Edits(string file, Func<string, string> change) => desk.Edits($"../documents/{file}", change);

    private static string WithLine(string text, int line, string typed)
    {
        var lines = text.Split('\n').ToList();
        lines[line - 1] = typed + lines[line - 1];
        return string.Join('\n', lines);
    }

    [Theory]
    [InlineData("invoice-paper.html", 5, "{{numbr}}", "numbr")]
    [InlineData("invoice-paper.html", 6, "{{euro due_on}}", "euro due_on")]
    [InlineData("ticket-statement.html", 8, "{{#if label}}", "if")]
    [InlineData("ticket-statement.html", 12, "<marquee>x</marquee>", "marquee")]
    [InlineData("ticket-statement.html", 9, "<p>", "'p' start tag")]
    [InlineData("_letterhead.html", 4, "<p style=\"color:red\">x</p>", "p style")]
    [InlineData("_seal.html", 2, "{{code", "code")]
    [InlineData("_frame.html", 3, "{{nobody}}", "nobody")]
    public void A_mistake_is_told_with_its_file_its_line_and_its_word(string file, int line, string typed, string word)
    {
        Edits(file, text => WithLine(text, line, typed));

        var fault = Assert.Single(Watch().Look());

        Assert.Contains(file, fault.Sentence, StringComparison.Ordinal);
        Assert.Contains($"ligne {line},", fault.Sentence, StringComparison.Ordinal);
        Assert.Contains(word, fault.Sentence, StringComparison.Ordinal);
        Assert.All(fault.Letters, name => Assert.Contains(DocumentBook.All, kind => kind.Name == name));
        Assert.Contains(fault.Sentence, Assert.Single(told.Errors), StringComparison.Ordinal);
    }

    /// <summary>A code that has no words is seen only once it is filled: behind a part, inside a list, on the second line of a tag, in a part, in the frame.</summary>
    [Theory]
    [InlineData("yearly-certificate.html", 6, "{{papername family_name}}", 6, "Lefèvre")]
    [InlineData("yearly-certificate.html", 9, "{{#each uses}}\n{{papername\nchild}}{{/each}}", 10, "Lou")]
    [InlineData("_letterhead.html", 4, "{{papername family_name}}", 4, "Lefèvre")]
    [InlineData("_seal.html", 2, "<p>{{papername portal_address}}</p>", 2, "saint-aout")]
    [InlineData("_frame.html", 3, "{{papername structure_name}}", 3, "Saint-Août")]
    public void A_value_that_cannot_be_written_is_told_with_its_file_its_line_and_its_word(string file, int line, string typed, int told, string word)
    {
        Edits(file, text => WithLine(text, line, typed));

        var sentences = Watch().Look().Select(fault => fault.Sentence).ToList();

        Assert.NotEmpty(sentences);
        Assert.All(sentences, sentence => Assert.Contains($"« {file} », ligne {told}, ne peut pas être rempli", sentence.Replace('\u00A0', ' '), StringComparison.Ordinal));
        Assert.Contains(sentences, sentence => sentence.Contains(word, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("invoice-paper.html", "invoice-paper.html")]
    [InlineData("samples/access-code-letter.json", "samples/access-code-letter.json")]
    public void A_file_that_is_gone_is_named(string file, string named)
    {
        desk.Loses($"../documents/{file}");

        Assert.Contains(named, Assert.Single(Watch().Look()).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_state_of_health_says_it_until_it_is_mended_and_once_in_the_log()
    {
        using var watch = Watch();
        watch.Look();
        var before = await watch.CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken);
        Edits("yearly-certificate.html", text => text + "{{nobody}}");
        watch.Look();
        watch.Look();
        var broken = await watch.CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken);
        Edits("yearly-certificate.html", text => text.Replace("{{nobody}}", "", StringComparison.Ordinal));
        watch.Look();
        var mended = await watch.CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken);

        Assert.Equal([HealthStatus.Healthy, HealthStatus.Degraded, HealthStatus.Healthy], [before.Status, broken.Status, mended.Status]);
        Assert.Contains("YearlyCertificate", Assert.Single(told.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void Figures_of_a_sample_that_contradict_one_another_are_told_too()
    {
        Edits("samples/cash-deposit-slip.json", text => text.Replace("\"total_cents\": ", "\"total_cents\": 1", StringComparison.Ordinal));

        Assert.Equal(["CashDepositSlip"], Assert.Single(Watch().Look()).Letters);
    }
}
