using ETicket.Access;
using ETicket.Bulletin;
using ETicket.Catalogue;
using ETicket.Families;
using ETicket.Kernel;
using ETicket.Mail;
using ETicket.Payments;
using ETicket.Payments.Providers.PayFip;
using ETicket.Payments.Providers.PayPal;
using ETicket.Payments.Providers.Stripe;
using ETicket.Persistence;
using ETicket.Persistence.Runs;
using ETicket.Persistence.Sealing;
using ETicket.Planning;
using ETicket.Structures;
using ETicket.Treasury;
using ETicket.Tresor;
using ETicket.Wallets;
using ETicket.Web.Demo;
using ETicket.Web.Endpoints;
using ETicket.Web.Mailbox;
using ETicket.Web.Running.PrivatePostgres;
using ETicket.Web.Schedule;

namespace ETicket.Web.Running;

/// <summary>
/// « Mise en route » — everything a machine needs to run the portal: in development the private database, the demonstration commune, the simulated Trésor and the
/// mailbox; in production only the portal, and a refusal to start on anything simulated or missing.
/// </summary>
internal static class PortalHost
{
    /// <summary>Half of what docker-compose.yml and most machines give a program before they kill it.</summary>
    private static readonly TimeSpan PatienceToStop = TimeSpan.FromSeconds(15);

    public static async Task<int> RunAsync(string[] args, ConsoleProgress progress)
    {
        PortalWords.Check(args);
        // appsettings.json is beside the program, wherever it is started from; wwwroot too once published, and until then its manifest is.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = [.. args.Where(a => a != "--reset")], ContentRootPath = AppContext.BaseDirectory });
        var development = builder.Environment.IsDevelopment();
        var settings = new PortalSettings(builder.Configuration, development);
        if (args.Contains("--reset") && !settings.Private)
            throw new ResetOfConfiguredDatabase();
        settings.RefuseWhatProductionLacks();

        using var instance = settings.Private ? await RunningInstance.TakeOverAsync(settings.Folder, progress, TimeProvider.System, default) : null;
        PortGuard.EnsureFree(settings.Listening);
        if (args.Contains("--reset"))
            await PrivateCluster.EraseAsync(settings.Folder, progress, default);

        var ground = await Ground.PrepareAsync(builder.Configuration, progress, default, development ? database => SeedAsync(database, settings) : null);
        try
        {
            if (!development && await ground.HasSettableClockAsync(default))
                throw new SettableClockInProduction();
            if (development)
                DevelopmentKey.Ensure(builder.Configuration, settings.Folder);
            await using var tresor = settings.Simulated ? TresorHost.Build(settings.Tresor) : null;
            if (tresor is not null)
                await tresor.StartAsync();
            // Disposed of at its end, unless that end does not come (see EndAsync).
#pragma warning disable CA2000
            var app = Build(builder, ground, settings);
#pragma warning restore CA2000
            IReadOnlyList<DemoAccount> accounts = [];
            if (development)
            {
                accounts = await app.Services.GetRequiredService<DemoTown>().EnsureAsync(default);
                await app.Services.GetRequiredService<DemoProviders>().EnsureAsync(default);
                await app.Services.GetRequiredService<DemoDocuments>().EnsureAsync(default);
                await app.Services.GetRequiredService<DemoBulletin>().EnsureAsync(default);
            }
            await app.StartAsync();
            Welcome.Print(Console.Out, settings, accounts);
            await EndAsync(app);
        }
        finally
        {
            await ground.DisposeAsync();
        }
        return 0;
    }

    /// <summary>The portal over a database: the same services whether a person, a test or a benchmark stands before it.</summary>
    public static WebApplication Build(WebApplicationBuilder builder, Ground ground, PortalSettings settings)
    {
        builder.WebHost.UseUrls(settings.Urls);
        var services = builder.Services;
        AddBusiness(services, ground.Database, settings.Address);
        services.Configure<VaultOptions>(builder.Configuration.GetSection("Vault"));
        services.AddMail(builder.Configuration, _ => ground.Database.Worker);
        services.AddPayFip(options => settings.Configure(options));
        if (settings.Stripe is { } stripe)
            services.AddStripe(stripe);
        if (settings.PayPal is { } payPal)
            services.AddPayPal(options => settings.Configure(options, payPal));
        services.AddPortal();
        services.AddTimetable(ground.Logins.Worker);
        services.AddHealth();
        if (settings.Development)
        {
            services.AddSingleton<DemoTown>().AddSingleton<DemoFiles>().AddSingleton<DemoProviders>().AddSingleton<DemoDocuments>().AddSingleton<DemoBulletin>();
            services.AddMailbox(new CatcherOptions { Port = settings.MailboxPort, Folder = settings.MailboxFolder });
        }

        var app = builder.Build();
        app.UsePortal();
        app.MapPortal();
        app.MapHealth();
        if (settings.Development)
            app.MapMailbox();
        return app;
    }

    /// <summary>
    /// Waits until somebody asks the portal to stop, then until it has; but not for ever. The timetable waits for its jobs and notes their end, again and again when the
    /// database is gone: what it could not note, the next start finds undone and does.
    /// </summary>
    private static async Task EndAsync(WebApplication app)
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var listening = app.Lifetime.ApplicationStopping.Register(asked.SetResult);
        var ended = Task.Run(async () =>
        {
            await app.WaitForShutdownAsync();
            await app.DisposeAsync();
        });
        await Task.WhenAny(asked.Task, ended);
        if (await Task.WhenAny(ended, Task.Delay(PatienceToStop)) == ended)
            await ended;
    }

    private static async Task SeedAsync(Database database, PortalSettings settings)
    {
        await using var services = AddBusiness(new ServiceCollection().AddLogging(), database, settings.Address).AddSingleton<DemoTown>().AddSingleton<DemoFiles>().BuildServiceProvider();
        await services.GetRequiredService<DemoTown>().EnsureAsync(default);
    }

    /// <summary>The business over a database, without a door.</summary>
    public static IServiceCollection AddBusiness(IServiceCollection services, Database database, Uri address)
    {
        services.AddSingleton(TimeProvider.System).AddSingleton(database).AddSingleton<JobRuns>().AddSingleton<RunBook>().AddSingleton<Vault>();
        services.AddStructures().AddFamilies().AddCatalogue().AddPlanning().AddWallets().AddPayments().AddTreasury().AddAccess().AddBulletin().AddDocuments();
        services.AddSingleton(new PortalAddress { Public = address });
        return services;
    }
}
