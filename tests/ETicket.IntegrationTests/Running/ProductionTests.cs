using System.Net;
using ETicket.IntegrationTests.World;
using ETicket.Payments.Providers.PayFip;
using ETicket.Web;
using ETicket.Web.Running;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace ETicket.IntegrationTests.Running;

/// <summary>What a commune's own server gets: a portal that refuses to start half set up, and answers that bind browsers.</summary>
public sealed class ProductionTests(Cluster cluster)
{
    private static readonly Dictionary<string, string?> Enough = new(StringComparer.Ordinal)
    {
        ["Database:Address"] = "Host=db",
        ["Database:Passwords:App"] = "a",
        ["Database:Passwords:Worker"] = "b",
        ["Database:Passwords:Auditor"] = "c",
        ["PublicAddress"] = "https://tickets.commune.example",
        ["AllowedHosts"] = "tickets.commune.example",
        ["Mail:Host"] = "mail.commune.example",
        ["Mail:From"] = "tickets@commune.example",
        ["Mail:Operator"] = "exploitant@commune.example",
        ["Vault:Keys:0"] = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
    };

    public static TheoryData<string> Required => [.. Enough.Keys];

    [Fact]
    public void With_every_key_it_starts() => Settings(Enough).RefuseWhatProductionLacks();

    [Theory]
    [MemberData(nameof(Required))]
    public void A_missing_key_is_named(string key)
    {
        var refused = Assert.Throws<ProductionLacks>(Settings(Enough.Where(s => s.Key != key)).RefuseWhatProductionLacks);

        Assert.Contains(key, refused.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AllowedHosts", "*")]
    [InlineData("Vault:Keys:0", "dG9vIHNob3J0")]
    [InlineData("Vault:Keys:1", "a key that is none")]
    [InlineData("PayFip:ServiceAddress", "http://localhost:5001/tpa/services/securite")]
    [InlineData("PayFip:ServiceAddress", "https://127.0.0.1/tpa/services/securite")]
    [InlineData("PayFip:ServiceAddress", "http://tresor:5001/tpa/services/securite")]
    [InlineData("PayFip:ServiceAddress", "tresor")]
    [InlineData("PayFip:PayerPage", "http://tresor.test/tpa/paiementws.web")]
    [InlineData("PayFip:PayerPage", "https://localhost:5001/tpa/paiementws.web")]
    [InlineData("PayFip:AcceptsTestPayments", "true")]
    [InlineData("Stripe:Accounts:commune:Live", "false")]
    [InlineData("Stripe:Address", "http://localhost:12111/")]
    [InlineData("PayPal:ServiceAddress", "http://localhost:5002")]
    [InlineData("PayPal:AcceptsTestPayments", "true")]
    [InlineData("PayPal:Accounts:mairie:Live", "false")]
    public void A_door_left_open_is_named(string key, string value)
    {
        var refused = Assert.Throws<ProductionLacks>(Settings(Enough.Where(s => s.Key != key).Append(new(key, value))).RefuseWhatProductionLacks);

        Assert.Contains(key, refused.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Required))]
    public void The_deployment_that_is_shown_gives_every_key(string key) =>
        Assert.Contains($" {key.Replace(":", "__", StringComparison.Ordinal)}: ", File.ReadAllText(Path.Combine(Repository(), "docker-compose.yml")), StringComparison.Ordinal);

    [Fact]
    public void The_image_listens_where_the_deployment_looks_for_it()
    {
        var (image, deployment) = (File.ReadAllText(Path.Combine(Repository(), "Dockerfile")), File.ReadAllText(Path.Combine(Repository(), "docker-compose.yml")));
        var address = image.Split([' ', '\n']).Single(word => word.StartsWith("Portal__Address=", StringComparison.Ordinal)).Split('=')[1];

        var settings = Settings(Enough.Append(new("Portal:Address", address)));

        Assert.Equal(("http://*:8080", 8080), (settings.Urls, Assert.Single(settings.Listening).Port));
        Assert.Contains("EXPOSE 8080\n", image, StringComparison.Ordinal);
        Assert.Contains("8081:8080\"]", deployment, StringComparison.Ordinal);
        Assert.Contains("/dev/tcp/127.0.0.1/8080 ", deployment, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "https://www.payfip.gouv.fr")]
    [InlineData("https://payfip.example/tpa/paiementws.web", "https://payfip.example")]
    public async Task A_form_may_lead_to_the_page_of_PayFiP_and_browsers_keep_to_https_for_a_year(string? payerPage, string origin)
    {
        using var answer = await AskAsync("Production", payerPage is null ? [] : [KeyValuePair.Create("PayFip:PayerPage", (string?)payerPage)]);

        Assert.Contains($"form-action 'self' {origin}", string.Join(' ', answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Equal("max-age=31536000; includeSubDomains", string.Join(' ', answer.Headers.GetValues("Strict-Transport-Security")));
    }

    [Theory]
    [InlineData("Development")]
    [InlineData("Staging")]
    public async Task Elsewhere_no_browser_is_bound(string environment)
    {
        using var answer = await AskAsync(environment);

        Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
    }

    [Fact]
    public async Task Notices_beyond_what_any_provider_sends_are_told_to_come_back_and_the_portal_goes_on()
    {
        await using var portal = await OpenAsync("Production", KeyValuePair.Create("Portal:NoticesPerMinute", (string?)"3"));
        var notice = $"/paiement/payfip/notification?idop={Guid.NewGuid()}";

        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 4; i++)
        {
            using var answer = await portal.GetAsync(notice);
            answers.Add(answer.StatusCode);
            Assert.Equal(answer.StatusCode is HttpStatusCode.OK ? null : TimeSpan.FromMinutes(1), answer.Headers.RetryAfter?.Delta);
        }
        using var page = await portal.GetAsync("/connexion");

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable], answers);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal(3, await portal.Books.AskAsync<long>("select count(*) from notice"));
    }

    [Fact]
    public async Task Of_notices_about_nothing_of_ours_only_a_few_are_kept_and_all_are_answered()
    {
        await using var portal = await OpenAsync("Production", KeyValuePair.Create("Portal:StrangeNoticesPerHour", (string?)"2"));

        for (var i = 0; i < 4; i++)
        {
            using var answer = await portal.GetAsync($"/paiement/payfip/notification?idop={Guid.NewGuid()}");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        Assert.Equal(2, await portal.Books.AskAsync<long>("select count(*) from notice"));
    }

    private async Task<HttpResponseMessage> AskAsync(string environment, params KeyValuePair<string, string?>[] given)
    {
        await using var portal = await OpenAsync(environment, given);
        var answer = await portal.GetAsync("/connexion");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return answer;
    }

    private async Task<OpenedPortal> OpenAsync(string environment, params KeyValuePair<string, string?>[] given)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment, ApplicationName = "ETicket.Web", ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(Enough.Concat(given));
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var settings = new PortalSettings(builder.Configuration, environment == "Development");
        var books = await Books.OpenAsync(cluster);
        PortalHost.AddBusiness(builder.Services, books.Database, settings.Address);
        builder.Services.AddPayFip(settings.Configure);
        builder.Services.AddPortal();
        var app = builder.Build();
        app.Use((context, next) =>
        {
            context.Request.Scheme = "https";
            return next(context);
        });
        app.UsePortal();
        app.MapPortal();
        await app.StartAsync();
        return new OpenedPortal(books, app);
    }

    /// <summary>The portal of one environment behind the commune's HTTPS server, on books of its own.</summary>
    private sealed class OpenedPortal(Books books, WebApplication app) : IAsyncDisposable
    {
        private readonly HttpClient _http = new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(app.Urls.Single()) };

        public Books Books => books;

        public async Task<HttpResponseMessage> GetAsync(string path)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative)) { Headers = { Host = "tickets.commune.example" } };
            return await _http.SendAsync(request);
        }

        public async ValueTask DisposeAsync()
        {
            _http.Dispose();
            await app.DisposeAsync();
            await books.DisposeAsync();
        }
    }

    private static PortalSettings Settings(IEnumerable<KeyValuePair<string, string?>> given)
    {
        var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection(given);
        return new PortalSettings(configuration, development: false);
    }

    private static string Repository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "docker-compose.yml")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The repository is not around the tests.");
        return folder;
    }
}
