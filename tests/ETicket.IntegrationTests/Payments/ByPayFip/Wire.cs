using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ETicket.IntegrationTests.Payments.ByPayFip;

/// <summary>The line between us and the Trésor: it carries every call to the letter, and loses, delays or spoils answers when told to.</summary>
internal sealed class Wire : IAsyncDisposable
{
    private readonly WebApplication _line;
    private readonly HttpClient _tresor;
    private int _lookUps;

    public Wire(Uri tresor)
    {
        _tresor = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = tresor };
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _line = builder.Build();
        _line.MapFallback(CarryAsync);
        _line.Start();
    }

    public Uri Address => new(_line.Urls.Single());

    /// <summary>How many times the truth was asked.</summary>
    public int LookUps => _lookUps;

    /// <summary>What becomes of the Trésor's answer: status and text; null when it never arrives.</summary>
    public Func<int, string, Task<(int Status, string Text)?>>? Spoils { get; set; }

    public async ValueTask DisposeAsync()
    {
        await _line.DisposeAsync();
        _tresor.Dispose();
    }

    private async Task CarryAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var asked = await reader.ReadToEndAsync();
        if (asked.Contains("recupererDetailPaiementSecurise", StringComparison.Ordinal))
            Interlocked.Increment(ref _lookUps);
        using var content = new StringContent(asked, Encoding.UTF8, "text/xml");
        using var answer = await _tresor.PostAsync(new Uri(context.Request.Path, UriKind.Relative), content);
        (int Status, string Text)? said = ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
        if (Spoils is { } spoils)
            said = await spoils(said.Value.Status, said.Value.Text);
        if (said is null)
        {
            context.Abort();
            return;
        }
        context.Response.StatusCode = said.Value.Status;
        context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
        await context.Response.WriteAsync(said.Value.Text);
    }
}
