using System.Text.Json;
using System.Text.Json.Nodes;
using ETicket.UnitTests.Payments.Mapped;
using Microsoft.AspNetCore.Hosting;

namespace ETicket.IntegrationTests.Payments.PayPal;

/// <summary>PayPal on this machine, by its transcripts (Data/paypal), newest first; whatever it is asked is judged by PayPal's own descriptions.</summary>
internal sealed class PayPalStub : IAsyncDisposable
{
    public static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Data", "paypal");

    private readonly MappedServer _server;
    private readonly Dictionary<string, string> _replacements = new(StringComparer.Ordinal);

    private PayPalStub(MappedServer server)
    {
        _server = server;
        Replaces("https://www.paypal.com", server.Address.GetLeftPart(UriPartial.Authority)).Serves("token");
    }

    public Uri Address => _server.Address;

    public IReadOnlyList<Asked> Requests => _server.Requests;

    /// <summary>The questions that matter: all but those for a token.</summary>
    public IEnumerable<Asked> Asked => Requests.Where(r => r.Path != "/v1/oauth2/token");

    public static PayPalStub Open(Action<IWebHostBuilder>? configure = null) => new(new MappedServer(configure));

    /// <summary>What a transcript says of <paramref name="recorded"/> is said of <paramref name="actual"/>, in those served from now on.</summary>
    public PayPalStub Replaces(string recorded, string actual)
    {
        _replacements[recorded] = actual;
        return this;
    }

    public PayPalStub Serves(params string[] transcripts)
    {
        foreach (var transcript in transcripts)
            _server.AddsText(Read(transcript));
        return this;
    }

    /// <summary>A transcript in which everything of this name is something else.</summary>
    public void ServesWith(string transcript, string name, JsonNode value)
    {
        var text = JsonNode.Parse(Read(transcript))!;
        Put(text);
        Adds(text.ToJsonString());

        void Put(JsonNode? node)
        {
            foreach (var inside in node is JsonArray array ? [.. array] : (node as JsonObject)?.Where(p => p.Key != name).Select(p => p.Value).ToArray() ?? [])
                Put(inside);
            if (node is JsonObject about && about.ContainsKey(name))
                about[name] = value.DeepClone();
        }
    }

    /// <summary>Transcripts made by a test.</summary>
    public void Adds(string transcript) => _server.AddsText(transcript);

    /// <summary>An answer no transcript holds: for what is wrong on purpose.</summary>
    public PayPalStub Says(string path, string body, int status = 200)
    {
        _server.AddsText(JsonSerializer.Serialize(new { request = new { urlPath = path }, response = new { status, body } }));
        return this;
    }

    public string Read(string transcript) =>
        _replacements.Aggregate(File.ReadAllText(Path.Combine(Folder, transcript + ".json")), (text, pair) => text.Replace(pair.Key, pair.Value, StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Assert.Empty(Requests.SelectMany(asked => PayPalContract.OfRequest(asked).Select(reproach => $"{asked.Method} {asked.Path}: {reproach}")));
    }
}
