using System.Globalization;
using ETicket.Access;
using ETicket.Access.Passwords;
using ETicket.Web.Running;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ETicket.Benchmarks.Grounds;

/// <summary>The portal as it runs in production, on its own Kestrel, over a database of this run.</summary>
internal sealed class BenchPortal(WebApplication app, Ground ground) : IAsyncDisposable
{
    public const string Password = "tickets-de-cantine";

    public Uri Address { get; } = new(app.Urls.First());

    /// <summary>What the portal would keep of <see cref="Password"/>.</summary>
    public string Hash => app.Services.GetRequiredService<IPasswordHasher<Login>>().HashPassword(new Login(), PasswordRules.Written(Password));

    public static async Task<BenchPortal> StartAsync(BenchServer server, string name, CancellationToken stop)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production", ApplicationName = "ETicket.Web", ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(server.Configuration(name));
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["urls"] = "http://127.0.0.1:0",
            ["PublicAddress"] = "http://localhost",
            ["Portal:SignInsPerMinute"] = int.MaxValue.ToString(CultureInfo.InvariantCulture),
            ["Mail:Host"] = "127.0.0.1",
            ["Mail:From"] = "eticket@commune.example",
            ["Mail:Operator"] = "exploitant@commune.example",
            ["Vault:Keys:0"] = Convert.ToBase64String(new byte[32]),
        });
        var settings = new PortalSettings(builder.Configuration, development: false);
        var ground = await Ground.FindAsync(builder.Configuration, new Progress<string>(), stop);
        var app = PortalHost.Build(builder, ground, settings);
        await app.StartAsync(stop);
        return new BenchPortal(app, ground);
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        await ground.DisposeAsync();
    }
}
