using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ETicket.IntegrationTests.Mail.Pushes;

/// <summary>A service of notifications on this machine: it keeps what it is handed over, under each address, and answers what it is told to.</summary>
internal sealed class PushService : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ECDsa _portal = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private PushService(WebApplication app) => _app = app;

    public ConcurrentQueue<(string Path, byte[] Body, string Authorization, string Encoding, string TimeToLive)> Taken { get; } = new();

    /// <summary>What is answered under an address; 201 elsewhere.</summary>
    public ConcurrentDictionary<string, int> Answers { get; } = new(StringComparer.Ordinal);

    public Uri Address => new(_app.Urls.Single());

    /// <summary>What the portal is told, to speak to this service.</summary>
    public IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
    {
        ["Push:Subject"] = "mailto:exploitant@commune.example",
        ["Push:PublicKey"] = Base64Url.EncodeToString(PushBrowser.Point(_portal.ExportParameters(false))),
        ["Push:PrivateKey"] = Base64Url.EncodeToString(_portal.ExportParameters(true).D),
        ["Push:Simulated"] = Address.GetLeftPart(UriPartial.Authority),
    };

    public static async Task<PushService> OpenAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var service = new PushService(builder.Build());
        service._app.MapPost("/{**path}", service.TakeAsync);
        await service._app.StartAsync(TestContext.Current.CancellationToken);
        return service;
    }

    /// <summary>Who says it sends, as signed by the portal's own key (RFC 8292): for this service, for a day at most.</summary>
    public (string Audience, string Subject, TimeSpan Life) Signed(string authorization)
    {
        Assert.StartsWith("vapid ", authorization, StringComparison.Ordinal);
        var parts = authorization["vapid ".Length..].Split(',', StringSplitOptions.TrimEntries).Select(p => p.Split('=', 2)).ToDictionary(p => p[0], p => p[1], StringComparer.Ordinal);
        Assert.Equal(Settings["Push:PublicKey"], parts["k"]);
        var token = parts["t"].Split('.');
        Assert.True(_portal.VerifyData(Encoding.ASCII.GetBytes($"{token[0]}.{token[1]}"), Base64Url.DecodeFromChars(token[2]), HashAlgorithmName.SHA256));
        var claims = JsonSerializer.Deserialize<JsonElement>(Base64Url.DecodeFromChars(token[1]));
        return (claims.GetProperty("aud").GetString()!, claims.GetProperty("sub").GetString()!, DateTimeOffset.FromUnixTimeSeconds(claims.GetProperty("exp").GetInt64()) - TimeProvider.System.GetUtcNow());
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _portal.Dispose();
    }

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        Taken.Enqueue((context.Request.Path, body.ToArray(), context.Request.Headers.Authorization.ToString(), context.Request.Headers.ContentEncoding.ToString(), context.Request.Headers["TTL"].ToString()));
        context.Response.StatusCode = Answers.GetValueOrDefault(context.Request.Path.ToString(), StatusCodes.Status201Created);
        if (context.Response.StatusCode is StatusCodes.Status307TemporaryRedirect)
            context.Response.Headers.Location = "/ailleurs";
    }
}
