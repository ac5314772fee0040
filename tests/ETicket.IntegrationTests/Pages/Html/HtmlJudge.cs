using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using ETicket.IntegrationTests.Pages.Html;

[assembly: AssemblyFixture(typeof(HtmlJudge))]

namespace ETicket.IntegrationTests.Pages.Html;

/// <summary>
/// What others say of our HTML: the W3C's Nu HTML Checker, the one that <c>.ci/html-judge</c> fetches and ETICKET_HTML_JUDGE names; started by the first page that wants it, as a server, so
/// that a page costs milliseconds, and stopped with the run, even one that is killed.
/// </summary>
public sealed class HtmlJudge : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly Lazy<Task<Running?>> Started = new(StartAsync);

    /// <summary>Where the checker or Java is missing the story is skipped, unless ETICKET_REQUIRE_HTML_JUDGE is 1.</summary>
    internal static async Task AskAsync()
    {
        if (await Started.Value is not null)
            return;
        const string said = "No judge of HTML: it wants Java, and ETICKET_HTML_JUDGE, the path that .ci/html-judge prints.";
        Assert.False(Environment.GetEnvironmentVariable("ETICKET_REQUIRE_HTML_JUDGE") == "1", said);
        Assert.Skip(said);
    }

    /// <summary>One line per error of a page as it was sent; none where there is no judge (see <see cref="AskAsync"/>).</summary>
    internal static async Task<IReadOnlyList<string>> ErrorsAsync(string address, string html)
    {
        if (await Started.Value is not { } judge)
            return [];
        using var page = new StringContent(html, Encoding.UTF8);
        page.Headers.ContentType = new MediaTypeHeaderValue("text/html", "utf-8");
        using var answer = await judge.Http.PostAsync(new Uri("/?out=json&level=error", UriKind.Relative), page);
        answer.EnsureSuccessStatusCode();
        using var said = JsonDocument.Parse(await answer.Content.ReadAsStreamAsync());
        return [.. said.RootElement.GetProperty("messages").EnumerateArray().Select(m => $"{address} (HTML) {Text(m, "message")}: {Text(m, "extract")}").Distinct(StringComparer.Ordinal)];
    }

    public async ValueTask DisposeAsync()
    {
        if (Started.IsValueCreated && await Started.Value is { } judge)
            await judge.DisposeAsync();
    }

    private static string? Text(JsonElement message, string name) => message.TryGetProperty(name, out var text) ? text.GetString()?.ReplaceLineEndings(" ") : null;

    private static async Task<Running?> StartAsync()
    {
        if (Environment.GetEnvironmentVariable("ETICKET_HTML_JUDGE") is not { Length: > 0 } jar || !File.Exists(jar) || !File.Exists("/usr/bin/java"))
            return null;
        var port = FreePort();
        // The shell ends it when our end of its input closes, as it also does when this process dies.
        string[] words =
        [
            "-c", "/usr/bin/java \"$@\" >/dev/null 2>&1 & read -r end; kill $!", "judge", "-Xmx384m", "-XX:+UseSerialGC", "-Dnu.validator.servlet.bind-address=127.0.0.1", "-cp", jar,
            "nu.validator.servlet.Main", port.ToString(CultureInfo.InvariantCulture),
        ];
        var judge = new Running(Process.Start(new ProcessStartInfo("/bin/sh", words) { RedirectStandardInput = true, UseShellExecute = false })!, new Uri($"http://127.0.0.1:{port}"));
        for (var since = Stopwatch.StartNew(); !await judge.AnswersAsync(); await Task.Delay(50))
        {
            if (since.Elapsed > Patience)
                throw new InvalidOperationException("The judge of HTML did not start.");
        }
        return judge;
    }

    private static int FreePort()
    {
        using var door = new TcpListener(IPAddress.Loopback, 0);
        door.Start();
        return ((IPEndPoint)door.LocalEndpoint).Port;
    }

    private sealed class Running(Process process, Uri address) : IAsyncDisposable
    {
        // It answers nobody who does not say who asks.
        public HttpClient Http { get; } = new() { BaseAddress = address, DefaultRequestHeaders = { { "User-Agent", "eTicket" } } };

        public async Task<bool> AnswersAsync()
        {
            try
            {
                using var answer = await Http.GetAsync(new Uri("/", UriKind.Relative));
                return true;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }

        public async ValueTask DisposeAsync()
        {
            Http.Dispose();
            process.StandardInput.Close();
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }
}
