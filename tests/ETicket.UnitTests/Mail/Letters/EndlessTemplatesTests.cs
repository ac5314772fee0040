using System.Globalization;
using ETicket.Mail.Letters;

namespace ETicket.UnitTests.Mail.Letters;

/// <summary>A template that would never end, or nest until the stack is full: it is refused before it is filled, and the portal and the other letters go on.</summary>
public sealed class EndlessTemplatesTests : IDisposable
{
    private readonly LetterDesk desk = LetterDesk.Copied();

    public void Dispose() => desk.Dispose();

    public static TheoryData<string, string, string> Endless => new()
    {
        { "a part that holds itself", "_lines.html", "{{> _lines}}" },
        { "a frame in the frame", "_frame.txt", "{{#> _frame}}{{/_frame}}" },
        { "a letter in itself", "top-up-receipt.txt", "{{> top-up-receipt}}" },
        { "a frame in a frame, ten thousand deep", "top-up-receipt.txt", Nested("#> _frame", "/_frame") },
        { "a list in itself", "top-up-receipt.txt", "{{#each lines}}{{#each ../lines}}{{#each ../../lines}}{{quantity}}{{/each}}{{/each}}{{/each}}" },
        { "conditions, ten thousand deep", "top-up-receipt.txt", Nested("#if paid_by", "/if") },
        { "conditions never closed", "top-up-receipt.txt", string.Concat(Enumerable.Repeat("{{#if paid_by}}", 10_000)) },
        { "braces that never close", "top-up-receipt.txt", new string('{', 190_000) },
        { "comments that never close", "top-up-receipt.txt", string.Concat(Enumerable.Repeat("{{!-- ", 30_000)) },
        { "one fact ten thousand times", "top-up-receipt.txt", string.Concat(Enumerable.Repeat("{{portal_address}}", 10_000)) },
        { "conditions side by side", "top-up-receipt.txt", string.Concat(Enumerable.Repeat("{{#if paid_by}}{{/if}}", 8_000)) },
        { "a list ten thousand times", "top-up-receipt.html", string.Concat(Enumerable.Repeat("{{#each lines}}{{/each}}", 8_000)) },
        { "a file without end", "top-up-receipt.txt", string.Concat(Enumerable.Repeat("{{portal_address}}", 1_000_000)) },
    };

    [Theory]
    [MemberData(nameof(Endless))]
    public void E16_A_template_that_loops_or_nests_for_ever_is_stopped_and_the_other_letters_leave(string what, string file, string typed)
    {
        desk.Edits(file, text => text + typed);
        var before = Worked();

        var problem = desk.Preview.ProblemOf(LetterDesk.Kind(nameof(TopUpReceipt)));

        // A second of work: how long it waits for a machine that is busy with other tests says nothing.
        Assert.InRange(Worked() - before, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.True(problem is not null, what);
        if (!file.StartsWith('_'))
            Assert.Equal([nameof(TopUpReceipt)], LetterBook.All.Where(kind => desk.Preview.ProblemOf(kind) is not null).Select(kind => kind.Name));
    }

    [Fact]
    public void E16_The_longest_template_that_is_read_is_a_second_s_work()
    {
        desk.Edits("top-up-receipt.txt", text => text + "{{#each lines}}" + string.Concat(Enumerable.Repeat("{{quantity}} ", 900)) + "{{/each}}");
        var receipt = Post.Receipt with { Lines = [.. Enumerable.Repeat(Post.Receipt.Lines[0], 100)] };
        var before = Worked();

        var letter = desk.Templates.Render(LetterDesk.Kind(nameof(TopUpReceipt)), LetterJson.Write(receipt));

        Assert.InRange(Worked() - before, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.Contains(string.Concat(Enumerable.Repeat("10 ", 900 * 100)), letter.Text, StringComparison.Ordinal);
    }

    /// <summary>How long this thread has worked, by the kernel's own count.</summary>
    private static TimeSpan Worked() => TimeSpan.FromMicroseconds(long.Parse(File.ReadAllText("/proc/thread-self/schedstat").Split(' ')[0], CultureInfo.InvariantCulture) / 1000.0);

    private static string Nested(string open, string close) =>
        string.Concat(Enumerable.Repeat($"{{{{{open}}}}}", 10_000)) + string.Concat(Enumerable.Repeat($"{{{{{close}}}}}", 10_000));
}
