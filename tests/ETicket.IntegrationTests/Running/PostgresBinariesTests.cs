using ETicket.IntegrationTests.World;
using ETicket.Web.Running;
using ETicket.Web.Running.PrivatePostgres;

namespace ETicket.IntegrationTests.Running;

public sealed class PostgresBinariesTests
{
    private readonly Heard heard = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_operator_who_names_a_folder_without_PostgreSQL_is_told_what_to_install()
    {
        var empty = Directory.CreateTempSubdirectory();
        try
        {
            var refused = await Assert.ThrowsAsync<PostgresNotFound>(() =>
                PostgresBinaries.FindAsync(new PostgresSearch(Configured: empty.FullName), heard, Stop));

            Assert.Contains("postgresql\u00A0»", refused.Sentence, StringComparison.Ordinal);
        }
        finally
        {
            empty.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData(null, "18.4.0-beta.17")]
    [InlineData(18, "18.4.0-beta.17")]
    [InlineData(17, "17.10.0-beta.17")]
    [InlineData(19, null)]
    public void The_fetched_version_is_the_known_one_or_the_newest_of_the_wanted_major(int? major, string? expected)
    {
        string[] offered = ["14.2.0-beta.1", "17.9.0-beta.17", "17.10.0-beta.17", "18.4.0-beta.17", "18.3.0-beta.17"];

        Assert.Equal(expected, FetchedPostgres.Choose(offered, major));
    }

    [Fact]
    public void Before_the_known_version_is_published_again_the_newest_is_taken() =>
        Assert.Equal("20.1.0-beta.1", FetchedPostgres.Choose(["13.9.0", "17.9.0-beta.17", "20.1.0-beta.1"], major: null));

    /// <summary>Fetches twenty-five megabytes, so it runs only when asked by name.</summary>
    [Fact(Explicit = true)]
    public async Task Programs_fetched_with_npm_run_a_whole_cluster()
    {
        var cache = Directory.CreateTempSubdirectory();
        var options = ClusterOptions.ThrowAway(Cluster.FolderName()) with { Search = new(OnlyFetched: true, Cache: cache.FullName) };
        try
        {
            var cluster = await PrivateCluster.StartAsync(options, heard, Stop);
            var logins = await Persistence.Bootstrap.DatabaseBootstrap.EnsureAsync(
                cluster.AdminConnectionString, "eticket", passwords: null, stop: Stop);

            Assert.StartsWith("18.", await DatabaseBootstrapTests.AskAsync<string>(logins.App, "SHOW server_version"), StringComparison.Ordinal);
            Assert.Equal("É", await DatabaseBootstrapTests.AskAsync<string>(logins.App, "SELECT upper('é')"));
        }
        finally
        {
            await PrivateCluster.EraseAsync(options.Folder, heard, CancellationToken.None);
            cache.Delete(recursive: true);
        }
    }
}
