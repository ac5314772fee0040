using ETicket.IntegrationTests.World;
using ETicket.Web;
using ETicket.Web.Running;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace ETicket.IntegrationTests.Payments.AtTheDoor;

/// <summary>The portal's real doors over the books of a test, and an outsider before them: a provider's server, a payer's browser without a session.</summary>
internal sealed class Doors : IAsyncDisposable
{
    private readonly WebApplication _portal;

    private Doors(WebApplication portal)
    {
        _portal = portal;
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(portal.Urls.Single()) };
    }

    public IServiceProvider Services => _portal.Services;

    public HttpClient Http { get; }

    public Uri Address => Http.BaseAddress!;

    public static async Task<Doors> OpenAsync(Books books, Action<IServiceCollection> providers, int noticesPerMinute = 100_000, string address = "https://tickets.commune.example")
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development", ApplicationName = "ETicket.Web", ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection([KeyValuePair.Create("Portal:NoticesPerMinute", (string?)noticesPerMinute.ToString())]);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        PortalHost.AddBusiness(builder.Services, books.Database, new Uri(address));
        builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(books.Clock));
        providers(builder.Services);
        builder.Services.AddPortal();
        var portal = builder.Build();
        portal.UsePortal();
        portal.MapPortal();
        await portal.StartAsync();
        return new Doors(portal);
    }

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    /// <summary>Where a payer who comes back is sent.</summary>
    public async Task<string?> ComesBackAsync(string pathAndQuery)
    {
        using var answer = await Http.GetAsync(new Uri(pathAndQuery, UriKind.Relative));
        return answer.Headers.Location?.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _portal.DisposeAsync();
    }
}
