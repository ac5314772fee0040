using ETicket.Tresor.Contract;
using ETicket.Tresor.Control;
using ETicket.Tresor.Operations;
using ETicket.Tresor.PaymentPage;

namespace ETicket.Tresor;

/// <summary>
/// « Trésor simulé » — PayFiP's web service and its payment page, alone or hosted beside another program. No money moves.
/// </summary>
public static class TresorHost
{
    /// <summary>Alone: <c>dotnet run</c>. The environment (TRESOR_URLS, TRESOR_STATE_FILE…) then the command line complete the options.</summary>
    public static async Task Main(string[] args)
    {
        var environment = new ConfigurationBuilder().AddEnvironmentVariables("TRESOR_").Build().AsEnumerable()
            .Select(said => KeyValuePair.Create(said.Key.Replace('_', '-'), said.Value));
        await using var app = Build(new TresorOptions().With(new ConfigurationBuilder().AddInMemoryCollection(environment).Build()), args);
        await app.RunAsync();
    }

    /// <summary>
    /// A host of its own, not started. It shares nothing with the program beside it: no configuration file, no environment variable,
    /// no folder, no cookie. Start it with <c>StartAsync</c>, read the port from <c>Urls</c>, dispose it to release the state file.
    /// </summary>
    public static WebApplication Build(TresorOptions options, params string[] args)
    {
        var settings = options.With(new ConfigurationBuilder().AddCommandLine(args).Build());
        // The empty builder reads neither appsettings.json nor ASPNETCORE_*: those belong to the program beside.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelCore().UseUrls(settings.Urls);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = SoapWire.LongestMessage;
        });
        builder.Logging.AddSimpleConsole().SetMinimumLevel(settings.LogLevel)
            .AddFilter("Microsoft", level => level >= settings.LogLevel && level >= LogLevel.Warning)
            .AddFilter("Microsoft.Hosting.Lifetime", settings.LogLevel);
        AddServices(builder.Services, settings);
        var app = builder.Build();
        // A locked or unreadable state file is told now, not to the first payer.
        _ = app.Services.GetRequiredService<OperationBook>();
        MapDoors(app);
        return app;
    }

    private static void AddServices(IServiceCollection services, TresorOptions options)
    {
        services.AddRoutingCore();
        services.AddSingleton(options);
        services.AddSingleton(new SettableClock(options.Clock, options.ControllableClock));
        services.AddSingleton<TimeProvider>(all => all.GetRequiredService<SettableClock>());
        services.AddSingleton(new RequestRules(options.Clients));
        services.AddSingleton(_ => new OperationFile(options.StateFile));
        services.AddSingleton<IdOpMaker>();
        services.AddSingleton<OperationBook>();
        services.AddSingleton(new SwitchBoard(options.Switches));
        services.AddSingleton<BankBook>();
        services.AddSingleton<Agenda>();
        services.AddSingleton<Notifier>();
        services.AddSingleton<Teller>();
        services.AddSingleton<PublishedContract>();
        services.AddSingleton<SoapEndpoint>();
        services.AddSingleton<PaymentDoor>();
        services.AddSingleton<ControlPage>();
        services.AddSingleton<OperationPage>();
        services.AddSingleton<SettingsDoor>();
        services.AddSingleton<ControlDoor>();
    }

    private static void MapDoors(WebApplication app)
    {
        var published = app.Services.GetRequiredService<PublishedContract>();
        app.MapPost(SoapEndpoint.Path, app.Services.GetRequiredService<SoapEndpoint>().AnswerAsync);
        app.MapGet(SoapEndpoint.Path, (HttpRequest request) =>
            published.Find(request) is { } document ? Results.Text(document, SoapWire.ContentType) : Results.NotFound());
        app.Services.GetRequiredService<PaymentDoor>().Map(app);
        app.Services.GetRequiredService<ControlDoor>().Map(app);
    }
}
