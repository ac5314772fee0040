using ETicket.IntegrationTests.World;

namespace ETicket.IntegrationTests.Stories;

/// <summary>What is mistyped on the command line: one sentence on standard error, exit code 2, nothing done.</summary>
[Collection(nameof(PortalStories))]
public sealed class CommandLineTests(PortalRunning running)
{
    [Theory]
    [InlineData("inconnu")]
    [InlineData("close-day")]
    [InlineData("close-days", "--until", "2026-13-45")]
    [InlineData("close-days", "--until", "hier")]
    [InlineData("close-days", "--until=hier")]
    [InlineData("close-days", "--until")]
    [InlineData("close-days", "--until", "9999-12-31")]
    [InlineData("close-days", "--workers", "beaucoup")]
    [InlineData("close-days", "--jusqu-a", "2020-01-01")]
    [InlineData("close-days", "2020-01-01")]
    [InlineData("close-days", "--until", "2020-01-01", "encore")]
    [InlineData("close-days", "--until=2020-01-01", "encore", "et encore")]
    [InlineData("audit", "--tout", "1")]
    [InlineData("sign-out", "personne-de-ce-nom")]
    [InlineData("sign-out", "--tout", "1")]
    [InlineData("forget-code")]
    [InlineData("forget-code", "personne-de-ce-nom")]
    [InlineData("letters", "inconnue")]
    [InlineData("letters", "low-balance", "empty-week")]
    [InlineData("letters", "low-balance", "--out")]
    [InlineData("letters", "--out=/proc/nulle-part", "low-balance")]
    [InlineData("--reset", "close-days")]
    [InlineData("--rset")]
    [InlineData("--reset", "--Database:Address", "Host=127.0.0.1;Port=1")]
    [InlineData("--Database:Admin", "Host=127.0.0.1;Port=1")]
    [InlineData("close-days", "--Database:Address", "Host=127.0.0.1;Port=1")]
    [InlineData("migrate", "--Database:Admin=Host=127.0.0.1;Port=1")]
    public async Task A_command_that_cannot_be_understood_is_one_sentence(params string[] words)
    {
        await using var database = running.Portal.Database();
        var before = await database.AskAsync<long>("select count(*) from open_day where consumed_at is not null");

        var (exit, _, complaints) = await running.Portal.RunAsync(words);

        Assert.Equal(2, exit);
        Assert.DoesNotContain('\n', complaints);
        Assert.NotEmpty(complaints);
        Assert.Equal(before, await database.AskAsync<long>("select count(*) from open_day where consumed_at is not null"));
    }

    [Fact]
    public async Task A_day_may_be_written_after_an_equals_sign_and_closes_nothing_later()
    {
        await using var database = running.Portal.Database();
        var before = await database.AskAsync<long>("select count(*) from open_day where consumed_at is not null");

        var (exit, _, complaints) = await running.Portal.RunAsync("close-days", "--until=2020-01-01");

        Assert.True(exit == 0, complaints);
        Assert.Equal(before, await database.AskAsync<long>("select count(*) from open_day where consumed_at is not null"));
    }

    [Fact]
    public async Task The_letters_are_shown_or_written_without_a_database()
    {
        var folder = Directory.CreateTempSubdirectory("letters");
        await using var nothing = new PortalProcess();

        var shown = await nothing.RunAsync("letters", "LowBalance");
        var written = await nothing.RunAsync("letters", "--out", folder.FullName, "low-balance");

        Assert.Equal((0, 0), (shown.Exit, written.Exit));
        Assert.Contains("il vous reste 3\u00A0tickets", shown.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("il manque", shown.Said, StringComparison.Ordinal);
        Assert.Equal(
            ["low-balance.1.html", "low-balance.1.subject.txt", "low-balance.1.txt", "low-balance.2.html"],
            folder.EnumerateFiles().Select(f => f.Name).Order(StringComparer.Ordinal).Take(4));
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("audit")]
    [InlineData("close-days")]
    public async Task A_verb_on_a_folder_where_nothing_was_ever_started_says_what_to_do(string verb)
    {
        await using var nothing = new PortalProcess();

        var (exit, _, complaints) = await nothing.RunAsync(verb);

        Assert.Equal(2, exit);
        Assert.Contains("migrate", complaints.Split('\n')[^1], StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled", complaints, StringComparison.Ordinal);
    }
}
