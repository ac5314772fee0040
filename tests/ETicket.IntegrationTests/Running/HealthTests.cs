using System.Net;
using ETicket.IntegrationTests.World;
using ETicket.Persistence.Bootstrap;
using ETicket.Web.Endpoints;
using ETicket.Web.Running;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ETicket.IntegrationTests.Running;

/// <summary>What the machine that watches the portal is told: it lives, and whether people may be sent to it.</summary>
public sealed class HealthTests(Cluster cluster)
{
    [Fact]
    public async Task A_portal_on_its_database_lives_and_is_ready()
    {
        await using var books = await Books.OpenAsync(cluster);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), await AskAsync(books.Logins));
    }

    [Fact]
    public async Task A_database_without_the_migrations_is_not_ready()
    {
        var empty = await cluster.EmptyDatabaseAsync();

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable), await AskAsync(empty));
    }

    [Fact]
    public async Task A_database_that_is_gone_is_not_ready_but_the_portal_lives()
    {
        var nowhere = DatabaseLogins.For("Host=127.0.0.1;Port=1", "eticket", null);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable), await AskAsync(nowhere));
    }

    [Fact]
    public async Task A_database_that_does_not_answer_is_told_before_whoever_asks_gives_up()
    {
        await using var books = await Books.OpenAsync(cluster);
        await using var held = await books.Owner.OpenConnectionAsync();
        await using var transaction = await held.BeginTransactionAsync();
        await using var command = new NpgsqlCommand("lock table \"__EFMigrationsHistory\" in access exclusive mode", held);
        await command.ExecuteNonQueryAsync();
        var began = TimeProvider.System.GetTimestamp();

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable), await AskAsync(books.Logins));
        Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    private static async Task<(HttpStatusCode Live, HttpStatusCode Ready)> AskAsync(DatabaseLogins logins)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var database = Ground.Open(logins);
        builder.Services.AddSingleton(database);
        builder.Services.AddHealth();
        await using var app = builder.Build();
        app.MapHealth();
        await app.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        using var live = await http.GetAsync(new Uri(Health.Live, UriKind.Relative));
        using var ready = await http.GetAsync(new Uri(Health.Ready, UriKind.Relative));
        return (live.StatusCode, ready.StatusCode);
    }
}
