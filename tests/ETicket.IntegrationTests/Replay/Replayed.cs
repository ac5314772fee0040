using System.Text.Json.Nodes;
using ETicket.Web.Replay;

namespace ETicket.IntegrationTests.Replay;

/// <summary>What a run of the verb left behind: its exit code, what it said, its JSON file if any, and the database it asked for if it did.</summary>
internal sealed record Replayed(int ExitCode, string Output, string Error, JsonObject? Json, ReplayDatabase Database)
{
    public static async Task<Replayed> RunAsync(string folder)
    {
        var file = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N") + ".json");
        var (output, error, database) = (new StringWriter(), new StringWriter(), new ReplayDatabase());

        var code = await new ReplayVerb(output, error, terminal: null).ReplayAsync([folder, "--json", file], database.OpenAsync, TestContext.Current.CancellationToken);

        var json = File.Exists(file) ? JsonNode.Parse(await File.ReadAllTextAsync(file))!.AsObject() : null;
        File.Delete(file);
        return new Replayed(code, output.ToString(), error.ToString(), json, database);
    }

    /// <summary>A month that must be taken, its books without a fault.</summary>
    public static async Task<Replayed> TakenAsync(string folder)
    {
        var replayed = await RunAsync(folder);
        Assert.Equal("", replayed.Error);
        Assert.Equal(0, replayed.ExitCode);
        Assert.Empty(await replayed.Database.AuditAsync("select code || ' ' || coalesce(what, '') from violations"));
        return replayed;
    }

    public Task<IReadOnlyList<string>> NumbersAsync(char series) =>
        Database.AuditAsync($"select series || year || '-' || lpad(number::text, 6, '0') from receipt where series = '{series}' order by year, number");

    public int TicketsOf(string family, string type) =>
        Json!["closing"]!.AsArray().Single(c => (string)c![0]! == family && (string)c[1]! == type)![2]!.GetValue<int>();

    /// <summary>A figure by its path: <c>tickets/BUS/value_closing</c>.</summary>
    public long Figure(string path) => path.Split('/').Aggregate((JsonNode)Json!, (node, name) => node[name]!).GetValue<long>();
}
