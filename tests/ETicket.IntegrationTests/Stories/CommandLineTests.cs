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
