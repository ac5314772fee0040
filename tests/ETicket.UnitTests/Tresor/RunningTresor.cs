using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using ETicket.Tresor;
using ETicket.Tresor.Contract;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace ETicket.UnitTests.Tresor;

/// <summary>What the web service answered: the HTTP status and the single element of the body.</summary>
internal sealed record SoapAnswer(HttpStatusCode Status, string? ContentType, XElement Envelope)
{
    public XElement Body => Envelope.Element(SoapWire.Soap + "Body")!.Elements().Single();

    public XElement? Detail => Body.Element("detail")?.Elements().Single();

    /// <summary>The code of the fault, or null when it is an answer.</summary>
    public string? Code => Detail?.Element("code")?.Value;

    public string? this[string field] => Body.Element("return")?.Element(field)?.Value;
}

/// <summary>A Trésor on a free port, with the clock in the test's hand, and a client without a library that could hide its faults.</summary>
internal sealed class RunningTresor : IAsyncDisposable
{
    private readonly WebApplication app;

    private RunningTresor(WebApplication app, FakeTimeProvider clock)
    {
        this.app = app;
        Clock = clock;
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public FakeTimeProvider Clock { get; }

    public HttpClient Http { get; }

    public IServiceProvider Services => app.Services;

    public string Address => app.Urls.Single();

    public static Dictionary<string, string> GoodRequest => new(StringComparer.Ordinal)
    {
        ["exer"] = "2026",
        ["mel"] = "zoe@example.test",
        ["montant"] = "1250",
        ["numcli"] = "006382",
        ["objet"] = "Tickets de cantine",
        ["refdet"] = "CANT2026000123",
        ["saisie"] = "T",
        ["urlnotif"] = "http://127.0.0.1:9/notification",
        ["urlredirect"] = "https://portail.example.test/retour?famille=7",
    };

    public static async Task<RunningTresor> StartAsync(TresorOptions? options = null, string now = "2026-09-01T08:00:00Z")
    {
        var clock = new FakeTimeProvider(DateTimeOffset.Parse(now, CultureInfo.InvariantCulture));
        var built = TresorHost.Build((options ?? new TresorOptions()) with { Urls = "http://127.0.0.1:0", Clock = clock, LogLevel = LogLevel.None });
        await built.StartAsync();
        return new RunningTresor(built, clock);
    }

    public static string Message(string operation, IEnumerable<KeyValuePair<string, string>> fields)
    {
        var call = new XElement(SoapWire.Service + operation, new XElement("arg0", fields.Select(field => new XElement(field.Key, field.Value))));
        return new XElement(SoapWire.Soap + "Envelope", new XElement(SoapWire.Soap + "Body", call)).ToString();
    }

    public Task<SoapAnswer> CallAsync(string operation, IEnumerable<KeyValuePair<string, string>> fields) => SendAsync(Message(operation, fields));

    public async Task<SoapAnswer> SendAsync(string message, string? contentType = "text/xml", params (string Name, string Value)[] headers)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(message));
        if (contentType is not null)
            content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        using var request = new HttpRequestMessage(HttpMethod.Post, SoapEndpoint.Path) { Content = content };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await Http.SendAsync(request);
        return new SoapAnswer(answer.StatusCode, answer.Content.Headers.ContentType?.ToString(), XElement.Parse(await answer.Content.ReadAsStringAsync()));
    }

    /// <summary>Creates a payment and returns its idOp.</summary>
    public async Task<string> CreateAsync(params (string Field, string Value)[] changes)
    {
        var fields = GoodRequest;
        foreach (var (field, value) in changes)
            fields[field] = value;
        return (await CallAsync("creerPaiementSecurise", fields))["idOp"]!;
    }

    public Task<SoapAnswer> LookUpAsync(string idOp) => CallAsync("recupererDetailPaiementSecurise", [new("idOp", idOp)]);

    public Task<HttpResponseMessage> OpenAsync(string idOp) => Http.GetAsync("/tpa/paiementws.web?idop=" + idOp);

    public async Task<HttpResponseMessage> ActAsync(string idOp, string act, string mel = "zoe@example.test", string card = "5017 6740 0000 0002")
    {
        using var form = new FormUrlEncodedContent([new("idop", idOp), new("acte", act), new("mel", mel), new("carte", card)]);
        return await Http.PostAsync("/tpa/paiementws.web", form);
    }

    /// <summary>A creation, and its answer as it came.</summary>
    public async Task<HttpResponseMessage> RawAsync()
    {
        using var content = new StringContent(Message("creerPaiementSecurise", GoodRequest), Encoding.UTF8, "text/xml");
        return await Http.PostAsync(SoapEndpoint.Path, content);
    }

    /// <summary>Posts to the control, and gives what it answered.</summary>
    public async Task<HttpResponseMessage> ControlAsync(string path, string json = "{}")
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        return await Http.PostAsync("/controle/" + path, content);
    }

    /// <summary>Sets the switches, of all operations or of one.</summary>
    public async Task SwitchAsync(string switches, string? idOp = null) =>
        (await ControlAsync(idOp is null ? "reglages" : $"operations/{idOp}/reglages", switches)).EnsureSuccessStatusCode();

    public Task<HttpResponseMessage> ImposeAsync(string idOp, string result) => ControlAsync($"operations/{idOp}/resultat", $$"""{"resultat":"{{result}}"}""");

    /// <summary>An operation as the control sees it.</summary>
    public async Task<JsonElement> SeenAsync(string idOp) => JsonDocument.Parse(await Http.GetStringAsync("/controle/operations/" + idOp)).RootElement;

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.DisposeAsync();
    }
}
