using ETicket.Mail.Letters;
using ETicket.Mail.Preview;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;

namespace ETicket.UnitTests.Mail.Letters;

/// <summary>What the operator may get wrong: it is told with the file, the line and the word, before any family waits, and stops one letter only.</summary>
public sealed class BrokenTemplatesTests : IDisposable
{
    private readonly LetterDesk desk = LetterDesk.Copied();
    private readonly ToldLog told = new();

    public void Dispose() => desk.Dispose();

    private LetterWatch Watch() => new([desk.Preview], TimeProvider.System, told);

    [Theory]
    [InlineData("low-balance.html", 3, "{{famly_name}}", "famly_name")]
    [InlineData("low-balance.txt", 5, "{{#if portal_address}}{{left}}{{/if}}", "left")]
    [InlineData("days-closed.subject.txt", 1, "{{tickets reason}}", "tickets reason")]
    [InlineData("invoice-available.html", 5, "{{euro due_on}}", "euro due_on")]
    [InlineData("invoice-available.txt", 2, "{{#if label}}", "if")]
    [InlineData("account-opened.txt", 4, "{{#if until}}{{/if}}", "#if until")]
    [InlineData("not-boarded.html", 2, "{{child", "child")]
    [InlineData("not-boarded.txt", 3, "}}", "}}")]
    [InlineData("empty-week.html", 4, "{{else}}", "else")]
    [InlineData("empty-week.txt", 2, "{{{family_name}}}", "{{{family_name}}")]
    [InlineData("empty-week.html", 3, "{{> @partial-block}}", "@partial-block")]
    [InlineData("empty-week.html", 6, "{{#each lines}}{{#> _frame}}{{/_frame}}{{weekday day}}{{/each}}", "day")]
    [InlineData("_lines.html", 1, "{{designation}}", "designation", "TicketsTakenBack, TicketsGivenBack")]
    public void A_mistake_is_told_with_its_file_its_line_and_its_word(string file, int line, string typed, string word, string others = "")
    {
        desk.Edits(file, text => string.Join('\n', text.Split('\n').Take(line - 1).Append(typed + (text.Split('\n').ElementAtOrDefault(line - 1) ?? "")).Concat(text.Split('\n').Skip(line))));

        var fault = Assert.Single(Watch().Look());

        Assert.Contains(file, fault.Sentence, StringComparison.Ordinal);
        Assert.Contains($"ligne {line}", fault.Sentence, StringComparison.Ordinal);
        Assert.Contains(word, fault.Sentence, StringComparison.Ordinal);
        Assert.Equal(others.Length == 0 ? 1 : 3, fault.Letters.Count);
        Assert.Equal(LetterBook.All.Count - fault.Letters.Count, LetterBook.All.Count(kind => desk.Preview.ProblemOf(kind) is null));
        Assert.Contains(fault.Sentence, Assert.Single(told.Errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("low-balance", "\"left\": 3", "\"left\": \"trois\"", "left")]
    [InlineData("low-balance", "\"left\": 3", "\"lefft\": 3", "lefft")]
    [InlineData("low-balance", "\"threshold_days\": 5,\n    \"basket", "\"basket", "threshold_days")]
    [InlineData("invoice-available", "\"due_on\": \"2026-11-30\"", "\"due_on\": \"30/11/2026\"", "due_on")]
    [InlineData("not-boarded", "\"child\": \"Julia\"", "\"child\": null", "child")]
    [InlineData("not-boarded", "\"child\": \"Julia\"", "\"child\": \"Julia\", \"child\": \"Louis\"", "child")]
    [InlineData("empty-week", "\"un enfant\": {", "\"un enfant\": ", "$")]
    public void An_example_that_is_none_is_told_with_its_file_its_line_and_its_word(string letter, string good, string bad, string word)
    {
        var file = $"samples/{letter}.json";
        desk.Edits(file, text => text.Contains(good, StringComparison.Ordinal) ? text.Replace(good, bad, StringComparison.Ordinal) : throw new InvalidOperationException("The example has changed."));

        var fault = Assert.Single(Watch().Look());

        Assert.Contains(file, fault.Sentence, StringComparison.Ordinal);
        Assert.Matches("ligne [1-9][0-9]*", fault.Sentence);
        Assert.Contains(word, fault.Sentence, StringComparison.Ordinal);
        Assert.Single(fault.Letters);
    }

    [Theory]
    [InlineData("message-answered.html", "message-answered.html")]
    [InlineData("samples/message-answered.json", "samples/message-answered.json")]
    public void A_file_that_is_gone_is_named(string file, string named)
    {
        desk.Loses(file);

        Assert.Contains(named, Assert.Single(Watch().Look()).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void What_no_file_prints_any_more_is_named()
    {
        foreach (var file in new[] { "not-boarded.html", "not-boarded.txt" })
            desk.Edits(file, text => text.Replace("{{stop}}", "", StringComparison.Ordinal));

        var fault = Assert.Single(Watch().Look());

        Assert.Contains("not-boarded", fault.Sentence, StringComparison.Ordinal);
        Assert.Contains("stop", fault.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{{nobody}}")]
    [InlineData("{{#> _frame}}{{/_frame}}")]
    public void A_frame_that_is_broken_stops_every_letter_and_is_told_once(string typed)
    {
        desk.Edits("_frame.txt", text => text + typed);
        var watch = Watch();

        watch.Look();
        watch.Look();

        Assert.Single(told.Errors);
        Assert.Equal(LetterBook.All.Count, Assert.Single(watch.Found).Letters.Count);
    }

    [Fact]
    public async Task The_state_of_health_says_it_until_it_is_mended()
    {
        var watch = Watch();
        watch.Look();
        var before = await watch.CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken);
        desk.Edits("low-balance.html", text => text + "{{nobody}}");
        watch.Look();
        var broken = await watch.CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken);
        desk.Edits("low-balance.html", text => text.Replace("{{nobody}}", "", StringComparison.Ordinal));
        watch.Look();
        var mended = await watch.CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken);

        Assert.Equal([HealthStatus.Healthy, HealthStatus.Degraded, HealthStatus.Healthy], [before.Status, broken.Status, mended.Status]);
        Assert.Contains("nobody", broken.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_once_the_portal_has_started_without_being_asked()
    {
        desk.Edits("low-balance.html", text => text + "{{nobody}}");
        var clock = new FakeTimeProvider();
        using var watch = new LetterWatch([desk.Preview], clock, told);

        await watch.StartAsync(TestContext.Current.CancellationToken);
        Assert.Empty(told.Errors);
        while (!told.Heard.Task.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(5));
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
        await told.Heard.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        await watch.StopAsync(TestContext.Current.CancellationToken);

        Assert.Contains("LowBalance", Assert.Single(told.Errors), StringComparison.Ordinal);
    }
}
