using System.Net;
using ETicket.IntegrationTests.Running;
using ETicket.IntegrationTests.World;
using ETicket.Persistence.Bootstrap;
using ETicket.Web.Running.PrivatePostgres;
using Npgsql;

namespace ETicket.IntegrationTests.Stories;

/// <summary>The portal as docker-compose.yml runs it: in production, on a server that asks for passwords, without the owner's.</summary>
public sealed class DeployedPortal : IAsyncLifetime
{
    private static readonly DatabasePasswords Passwords = new("owner", "app", "worker", "auditor");

    private readonly PortalProcess _portal = new();
    private string _admin = "";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Roles and an empty database, as a new installation or a wrong restoration leaves them.</summary>
    public async ValueTask InitializeAsync()
    {
        var folder = _portal.Settings["Data:Folder"]!;
        _admin = (await PrivateCluster.StartAsync(new ClusterOptions(folder, Durable: false), new Progress<string>(), Stop)).AdminConnectionString;
        await DatabaseBootstrap.EnsureAsync(_admin, "eticket", Passwords, stop: Stop);
        await File.WriteAllTextAsync(Path.Combine(folder, "postgres", "data", "pg_hba.conf"), "local all postgres trust\nlocal all all scram-sha-256\n", Stop);
        await DatabaseBootstrapTests.RunAsync(_admin, "SELECT pg_reload_conf()");
    }

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    [Fact]
    public async Task It_names_migrate_until_migrate_has_run_then_starts_without_the_owner_s_password()
    {
        var early = await _portal.RunAsync(Portal());
        var migrate = await _portal.RunAsync(
            "migrate", "--Database:Admin", _admin, "--Database:Passwords:Owner", Passwords.Owner!, "--Database:Passwords:App", Passwords.App!,
            "--Database:Passwords:Worker", Passwords.Worker!, "--Database:Passwords:Auditor", Passwords.Auditor!);
        await _portal.StartAsync(Portal());
        using var visitor = new ParentSession(_portal.Address);
        using var page = await visitor.GetAsync("/famille/planning");

        Assert.Equal(2, early.Exit);
        Assert.Contains("«\u00A0migrate\u00A0»", early.Complaints, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', early.Complaints);
        Assert.True(migrate.Exit == 0, migrate.Complaints);
        Assert.Equal((HttpStatusCode.Redirect, "/connexion"), (page.StatusCode, page.Headers.Location?.AbsolutePath));
        Assert.Equal(0, await _portal.StopAsync());
    }

    /// <summary>What docker-compose.yml gives « web », on this machine.</summary>
    private string[] Portal()
    {
        var server = new NpgsqlConnectionStringBuilder(_admin);
        return
        [
            "--environment", "Production",
            "--Database:Address", $"Host={server.Host};Port={server.Port}",
            "--Database:Passwords:App", Passwords.App!,
            "--Database:Passwords:Worker", Passwords.Worker!,
            "--Database:Passwords:Auditor", Passwords.Auditor!,
            "--Portal:Address", $"http://*:{_portal.Address.Port}",
            "--PublicAddress", "https://tickets.commune.example",
            "--AllowedHosts", "tickets.commune.example;127.0.0.1",
            "--Mail:Host", "mail.commune.example",
            "--Mail:From", "tickets@commune.example",
            "--Mail:Operator", "exploitant@commune.example",
            "--Vault:Keys:0", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
        ];
    }
}
