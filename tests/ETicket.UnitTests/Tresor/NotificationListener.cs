using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ETicket.UnitTests.Tresor;

/// <summary>The address a client gives for its notifications: keeps what came, in its order, as « POST ?query type body » without what is empty.</summary>
internal sealed class NotificationListener : IAsyncDisposable
{
    private readonly Channel<string> heard = Channel.CreateUnbounded<string>();
    private readonly WebApplication app;

    private NotificationListener()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        app = builder.Build();
        app.MapMethods("/notification", ["GET", "POST"], async (HttpRequest request) =>
        {
            using var reader = new StreamReader(request.Body);
            string?[] parts = [request.Method, request.QueryString.Value, request.ContentType, await reader.ReadToEndAsync()];
            heard.Writer.TryWrite(string.Join(' ', parts.Where(part => !string.IsNullOrEmpty(part))));
            if (Hold is { } hold)
                await hold;
            return Results.StatusCode(Answer);
        });
    }

    public int Answer { get; set; } = 200;

    /// <summary>What it waits for before it answers.</summary>
    public Task? Hold { get; set; }

    public string Address => app.Urls.Single() + "/notification";

    public int Waiting => heard.Reader.Count;

    public static async Task<NotificationListener> StartAsync()
    {
        var listener = new NotificationListener();
        await listener.app.StartAsync();
        return listener;
    }

    public async Task<string> NextAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        return await heard.Reader.ReadAsync(patience.Token);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
