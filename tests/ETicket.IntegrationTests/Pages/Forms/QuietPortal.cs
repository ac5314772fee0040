using System.Globalization;
using ETicket.IntegrationTests.World;
using ETicket.Persistence;
using ETicket.Persistence.Bootstrap;
using ETicket.Web.Demo;
using ETicket.Web.Running;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ETicket.IntegrationTests.Pages.Forms;

/// <summary>Stories told to the portal that writes nothing by itself.</summary>
[CollectionDefinition(nameof(QuietStories))]
public sealed class QuietStories : ICollectionFixture<QuietPortal>;

/// <summary>The portal of the demonstration inside the tests, on a database of its own. None of its jobs runs: what is written is written by who asks, and each write is counted.</summary>
public sealed class QuietPortal(Cluster cluster) : IAsyncLifetime
{
    /// <summary>What every page may write: when a session was last seen, keys of cookies; who read what is sealed is written too, in tables called after it.</summary>
    private const string Uncounted = "'login_token', 'data_protection_key'";

    private readonly Dictionary<string, ParentSession> _sessions = new(StringComparer.Ordinal);
    private DatabaseLogins _logins = null!;
    private NpgsqlDataSource _behind = null!;
    private Ground _ground = null!;
    private WebApplication _app = null!;

    internal Uri Address => new(_app.Urls.First());

    private string Name => new NpgsqlConnectionStringBuilder(_logins.Owner).Database!;

    public async ValueTask InitializeAsync()
    {
        var template = await cluster.TemplateAsync("books", logins => DatabaseUpgrade.ApplyAsync(logins.Owner, settableClock: true, CancellationToken.None));
        _logins = await cluster.NewDatabaseAsync(template);
        _behind = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(cluster.AdminConnectionString) { Database = Name });
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development", ApplicationName = "ETicket.Web", ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(Settings());
        var settings = new PortalSettings(builder.Configuration, development: true);
        _ground = await Ground.FindAsync(builder.Configuration, new Progress<string>(), CancellationToken.None);
        _app = PortalHost.Build(builder, _ground, settings);
        await _app.Services.GetRequiredService<DemoTown>().EnsureAsync(default);
        await _app.Services.GetRequiredService<DemoProviders>().EnsureAsync(default);
        await _app.Services.GetRequiredService<DemoDocuments>().EnsureAsync(default);
        await _app.Services.GetRequiredService<DemoBulletin>().EnsureAsync(default);
        // The doors, and neither the timetable nor the mailbox.
        await _app.Services.GetServices<IHostedService>().Single(s => s.GetType().Name == "GenericWebHostService").StartAsync(CancellationToken.None);
        await CountWritesAsync();
    }

    internal async Task<ParentSession> SessionAsync(PortalLogin login)
    {
        if (!_sessions.TryGetValue(login.UserName, out var session))
            _sessions[login.UserName] = session = await ParentSession.EnterAsync(Address, login);
        return session;
    }

    /// <summary>How many statements wrote a row so far, even if it was taken back, of any table but those every page writes in.</summary>
    internal async Task<long> WritesAsync()
    {
        await using var command = _behind.CreateCommand("select last_value from writes_of_tests");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>What the tables hold, told by how many rows, and by the last transaction that wrote in each.</summary>
    internal async Task<string> FingerprintAsync()
    {
        await using var command = _behind.CreateCommand("select fingerprint_of_tests()");
        return (string)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>How many letters the longest text of all tables has.</summary>
    internal async Task<int> LongestTextAsync()
    {
        await using var command = _behind.CreateCommand("select longest_of_tables()");
        return (int)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var session in _sessions.Values)
            session.Dispose();
        await _app.DisposeAsync();
        await _ground.DisposeAsync();
        await _behind.DisposeAsync();
        await cluster.ReturnAsync(_logins);
    }

    private Dictionary<string, string?> Settings()
    {
        string? Password(string login) => new NpgsqlConnectionStringBuilder(login).Password;
        var most = int.MaxValue.ToString(CultureInfo.InvariantCulture);
        var settings = new Dictionary<string, string?>
        {
            ["Database:Admin"] = cluster.AdminConnectionString,
            ["Database:Name"] = Name,
            ["Data:Folder"] = Path.Combine(Path.GetTempPath(), Cluster.FolderName()),
            ["urls"] = "http://127.0.0.1:0",
            ["PublicAddress"] = "http://localhost",
            ["Portal:SignInsPerMinute"] = most,
            ["Portal:OpenFormsPerMinute"] = most,
            ["Portal:LinksPerMinute"] = most,
            ["Mail:Host"] = "127.0.0.1",
            ["Mail:From"] = "eticket@commune.example",
            ["Mail:Operator"] = "exploitant@commune.example",
            ["Vault:Keys:0"] = Convert.ToBase64String(new byte[32]),
            // Keys of nobody: notifications are offered.
            ["Push:Subject"] = "mailto:exploitant@commune.example",
            ["Push:PublicKey"] = "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8",
            ["Push:PrivateKey"] = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw",
        };
        if (Password(_logins.App) is { Length: > 0 } app)
            (settings["Database:Passwords:App"], settings["Database:Passwords:Worker"], settings["Database:Passwords:Auditor"]) = (app, Password(_logins.Worker), Password(_logins.Auditor));
        return settings;
    }

    private async Task CountWritesAsync()
    {
        await using var command = _behind.CreateCommand(
            $$"""
            create sequence writes_of_tests;
            create function count_writes_of_tests() returns trigger language plpgsql security definer as $f$ begin perform nextval('writes_of_tests'); return null; end $f$;
            do $$
            declare t text; said text := ''; longest text;
            begin
              for t in select c.oid::regclass::text from pg_class c where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace = current_schema()::regnamespace
                       and c.relname not in ({{Uncounted}}) and c.relname not like 'qrtz%' and c.relname not like '%\_read' order by 1 loop
                execute format('create trigger count_writes_of_tests after insert or update or delete on %s for each statement execute function count_writes_of_tests()', t);
                said := said || format(' || (select ''%1$s '' || count(*) || '' '' || coalesce(max(xmin::text::bigint), 0) || '','' from %1$s)', t);
              end loop;
              execute 'create function fingerprint_of_tests() returns text language sql as ' || quote_literal('select ''''' || said);
              select string_agg(format(', (select max(length(%I)) from %I)', c.column_name, c.table_name), '') into longest from information_schema.columns c
              where c.table_schema = current_schema() and c.data_type = 'text' and c.table_name not like 'qrtz%' and c.table_name not in ({{Uncounted}});
              execute 'create function longest_of_tables() returns int language sql as ' || quote_literal('select greatest(0' || longest || ')');
            end $$;
            """);
        await command.ExecuteNonQueryAsync();
    }
}
