using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ETicket.UnitTests.Tresor;

/// <summary>The address a client gives for its notifications: keeps each body in the order it came.</summary>
internal sealed class NotificationListener : IAsyncDisposable
{
    private readonly Channel<string> bodies = Channel.CreateUnbounded<string>();
    private readonly WebApplication app;

    private NotificationListener()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        app = builder.Build();
        app.MapPost("/notification", async (HttpRequest request) =>
        {
            using var reader = new StreamReader(request.Body);
            bodies.Writer.TryWrite($"{request.ContentType} {await reader.ReadToEndAsync()}");
            return Results.StatusCode(Answer);
        });
    }

    public int Answer { get; set; } = 200;

    public string Address => app.Urls.Single() + "/notification";

    public int Waiting => bodies.Reader.Count;

    public static async Task<NotificationListener> StartAsync()
    {
        var listener = new NotificationListener();
        await listener.app.StartAsync();
        return listener;
    }

    public async Task<string> NextAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        return await bodies.Reader.ReadAsync(patience.Token);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
