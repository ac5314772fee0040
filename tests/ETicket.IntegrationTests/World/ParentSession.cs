using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace ETicket.IntegrationTests.World;

/// <summary>Somebody signed in, one request at a time and no redirect followed: what the doors answer, word for word.</summary>
internal sealed class ParentSession : IDisposable
{
    public const string Token = "__RequestVerificationToken";

    private readonly HttpClientHandler _handler = new() { AllowAutoRedirect = false, CookieContainer = new CookieContainer() };
    private readonly HttpClient _http;

    public ParentSession(Uri portal) => _http = new HttpClient(_handler) { BaseAddress = portal };

    public HttpClient Http => _http;

    public CookieCollection Cookies => _handler.CookieContainer.GetCookies(_http.BaseAddress!);

    public static async Task<ParentSession> EnterAsync(Uri portal, PortalLogin login)
    {
        var session = new ParentSession(portal);
        using var answer = await session.PostAsync("/connexion", ("identifiant", login.UserName), ("motdepasse", login.Password));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return session;
    }

    public Task<HttpResponseMessage> GetAsync(string path) => _http.GetAsync(new Uri(path, UriKind.Relative));

    public async Task<IHtmlDocument> PageAsync(string path)
    {
        using var answer = await GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await ReadAsync(answer);
    }

    public static async Task<IHtmlDocument> ReadAsync(HttpResponseMessage answer) =>
        await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStreamAsync());

    /// <summary>The sentences of the error summary, empty when the page has none.</summary>
    public static async Task<string> RefusalAsync(HttpResponseMessage answer) =>
        string.Join(' ', (await ReadAsync(answer)).QuerySelectorAll(".errors li").Select(e => e.TextContent.Trim()));

    /// <summary>A form with a letter no text has (U+0000) is refused before any page reads it: a page says so.</summary>
    public static async Task UnreadableAsync(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("La demande n’a pas abouti", (await ReadAsync(answer)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    /// <summary>Posts fields to the page as its form would, with the form's own token.</summary>
    public async Task<HttpResponseMessage> PostAsync(string path, params (string Name, string Value)[] fields)
    {
        var page = await PageAsync(path.Split('?')[0] is "/connexion" ? path : "/deconnexion");
        return await PostWithAsync(path, TokenOf(page), fields);
    }

    public Task<HttpResponseMessage> PostWithAsync(string path, string? token, params (string Name, string Value)[] fields)
    {
        var all = fields.Select(f => KeyValuePair.Create(f.Name, f.Value));
        if (token is not null)
            all = all.Append(KeyValuePair.Create(Token, token));
        return _http.PostAsync(new Uri(path, UriKind.Relative), new FormUrlEncodedContent(all));
    }

    public static string TokenOf(IHtmlDocument page) => ((IHtmlInputElement)page.QuerySelector($"input[name={Token}]")!).Value;

    public void Dispose()
    {
        _http.Dispose();
        _handler.Dispose();
    }
}
