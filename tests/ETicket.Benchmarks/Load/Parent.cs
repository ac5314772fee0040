using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using ETicket.Benchmarks.Grounds;

namespace ETicket.Benchmarks.Load;

/// <summary>A browser of a parent: one connection, its cookies, and the cells of the planning it has open.</summary>
internal sealed partial class Parent : IDisposable
{
    private readonly HttpClient _http;
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly Queue<string> _cells = new();
    private string _token = "";

    public Parent(Uri address) => _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = address };

    public static async Task<Parent> EnterAsync(Uri portal, string userName, CancellationToken stop)
    {
        var parent = new Parent(portal);
        parent._token = Token().Match(await parent._http.GetStringAsync(new Uri("/connexion", UriKind.Relative), stop)).Groups[1].Value;
        using var form = parent.Form(("identifiant", userName), ("motdepasse", BenchPortal.Password));
        using var answer = await parent._http.PostAsync(new Uri("/connexion", UriKind.Relative), form, stop);
        return answer.StatusCode is HttpStatusCode.SeeOther ? parent : throw new InvalidOperationException($"{userName}: {answer.StatusCode}");
    }

    /// <summary>Reads a page to its end; answers how long it is.</summary>
    public async Task<int> ReadAsync(string address, CancellationToken stop)
    {
        using var answer = await _http.GetAsync(new Uri(address, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, stop);
        if (answer.StatusCode is not HttpStatusCode.OK)
            throw new InvalidOperationException($"{address}: {answer.StatusCode} {answer.Headers.Location}");
        await using var body = await answer.Content.ReadAsStreamAsync(stop);
        var (all, read) = (0, 0);
        while ((read = await body.ReadAsync(_buffer, stop)) > 0)
            all += read;
        return all;
    }

    /// <summary>Opens the planning, to click on its cells.</summary>
    public async Task<int> OpenAsync(string address, CancellationToken stop)
    {
        var page = await _http.GetStringAsync(new Uri(address, UriKind.Relative), stop);
        _token = Token().Match(page).Groups[1].Value;
        _cells.Clear();
        foreach (Match cell in Cell().Matches(page))
            _cells.Enqueue(cell.Groups[1].Value);
        return _cells.Count;
    }

    /// <summary>Clicks on the next cell as the script of the page does; what the cells ask next is taken from the answer.</summary>
    public async Task<bool> ClickAsync(string address, CancellationToken stop)
    {
        if (!_cells.TryDequeue(out var wish))
            return false;
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, UriKind.Relative)) { Content = Form(("voeux", wish)) };
        request.Headers.Accept.ParseAdd("application/json");
        using var answer = await _http.SendAsync(request, stop);
        var body = await answer.Content.ReadAsByteArrayAsync(stop);
        if (answer.StatusCode is not HttpStatusCode.OK)
            throw new InvalidOperationException($"A click was answered {answer.StatusCode}.");
        if (_cells.Count == 0)
        {
            using var told = JsonDocument.Parse(body);
            foreach (var cell in told.RootElement.GetProperty("cells").EnumerateArray().Where(c => c.GetProperty("value").ValueKind is JsonValueKind.String))
                _cells.Enqueue(cell.GetProperty("value").GetString()!);
        }
        return true;
    }

    public void Dispose() => _http.Dispose();

    private FormUrlEncodedContent Form(params (string Name, string Value)[] fields) =>
        new(fields.Append(("__RequestVerificationToken", _token)).Select(f => KeyValuePair.Create(f.Item1, f.Item2)));

    [GeneratedRegex("__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("name=\"voeux\" value=\"([0-9a-f]{32}~[^\"~]+)\" class=\"ticket\"")]
    private static partial Regex Cell();
}
