using System.Text;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Providers.PayFip;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace ETicket.UnitTests.Payments.PayFip;

/// <summary>A server on this machine that answers raw text, whatever is asked, and the provider of the application wired to it.</summary>
internal sealed class PayFipDesk : IAsyncDisposable
{
    public static readonly DateTimeOffset Created = new(2026, 5, 14, 9, 0, 7, TimeSpan.Zero);

    private readonly WebApplication server;
    private readonly ServiceProvider services;
    private Func<HttpContext, Task> answer = _ => Task.CompletedTask;

    private PayFipDesk(WebApplication server, TimeProvider clock, Action<PayFipOptions>? configure)
    {
        this.server = server;
        server.MapFallback(HandleAsync);
        server.Start();
        services = new ServiceCollection()
            .AddSingleton(clock)
            .AddPayFip(options =>
            {
                options.ServiceAddress = new Uri(new Uri(server.Urls.Single()), "/tpa/services/securite");
                configure?.Invoke(options);
            })
            .BuildServiceProvider(validateScopes: true);
        Provider = services.GetRequiredService<PayFipProvider>();
    }

    public PayFipProvider Provider { get; }

    public List<Asked> Requests { get; } = [];

    public static PayFipDesk Open(TimeSpan? age = null, Action<PayFipOptions>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        return new PayFipDesk(builder.Build(), new FakeTimeProvider(Created + (age ?? TimeSpan.FromMinutes(5))), configure);
    }

    public static PaymentOrder Order(
        string reference = "20260514CANTINE01", long cents = 2500, string subject = "10 tickets cantine", string email = Transcript.Email,
        int year = 2026, string numcli = "006270", char mode = 'W', DateTimeOffset? createdAt = null, string? notifyAt = null, string? returnTo = null) =>
        new(PaymentId.New(), reference, new Money(cents), subject, email, year, numcli, mode, createdAt ?? Created,
            new Uri(notifyAt ?? "https://tickets.example.test/notifications/payfip"), new Uri(returnTo ?? "https://tickets.example.test/famille/retour"));

    public PayFipDesk Says(string body, int status = 200, string type = "text/xml;charset=utf-8") => Says(Encoding.UTF8.GetBytes(body), status, type);

    public PayFipDesk Says(byte[] body, int status = 200, string type = "text/xml;charset=utf-8") => Does(async context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        await context.Response.Body.WriteAsync(body);
    });

    public PayFipDesk Does(Func<HttpContext, Task> behaviour)
    {
        answer = behaviour;
        return this;
    }

    public Task<ProviderView> LookUpAsync(PaymentOrder? order = null) =>
        Provider.LookUpAsync(order ?? Order(), Transcript.Operation, TestContext.Current.CancellationToken);

    public Task<Started> StartAsync(PaymentOrder? order = null) => Provider.StartAsync(order ?? Order(), TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await server.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        Requests.Add(new Asked(
            context.Request.Method,
            context.Request.Path,
            context.Request.ContentType,
            context.Request.Headers["SOAPAction"].ToString(),
            await reader.ReadToEndAsync()));
        await answer(context);
    }

    internal sealed record Asked(string Method, string Path, string? ContentType, string SoapAction, string Body);
}
