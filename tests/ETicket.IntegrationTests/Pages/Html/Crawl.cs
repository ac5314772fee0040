using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using ETicket.IntegrationTests.World;

namespace ETicket.IntegrationTests.Pages.Html;

/// <summary>A page as somebody reached it: its address, the HTML that was sent, and what a parser makes of it.</summary>
internal sealed record Reached(string Address, string Html, IHtmlDocument Page);

/// <summary>Follows every link of the portal, one of each kind: the pages as people reach them, with the numbers that are theirs.</summary>
internal static partial class Crawl
{
    private const int Most = 300;

    /// <summary>One page, as it is now.</summary>
    public static async Task<Reached> OpenAsync(ParentSession who, string address)
    {
        var html = await who.Http.GetStringAsync(new Uri(address, UriKind.Relative));
        return new Reached(address, html, await new HtmlParser().ParseDocumentAsync(html));
    }

    public static async Task<IReadOnlyList<Reached>> FromAsync(ParentSession who, params IEnumerable<string> starts)
    {
        var (known, waiting, pages) = (new HashSet<string>(StringComparer.Ordinal), new Queue<string>(starts), new List<Reached>());
        while (waiting.TryDequeue(out var address))
        {
            if (Paper().IsMatch(address.Split('?')[0]) || !known.Add(KindOf(address)))
                continue;
            Assert.True(known.Count < Most, $"The portal has no end: {string.Join(' ', known.TakeLast(20))}");
            using var answer = await who.GetAsync(address);
            if (answer.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.SeeOther)
                waiting.Enqueue(Inside(who, address, answer.Headers.Location!.ToString()) ?? "/");
            if (answer.StatusCode is not HttpStatusCode.OK || answer.Content.Headers.ContentType?.MediaType is not "text/html")
                continue;
            var html = await answer.Content.ReadAsStringAsync();
            var page = await new HtmlParser().ParseDocumentAsync(html);
            pages.Add(new Reached(address, html, page));
            foreach (var link in page.QuerySelectorAll("a[href]").Select(a => Inside(who, address, a.GetAttribute("href")!)).OfType<string>())
                waiting.Enqueue(link);
        }
        return pages;
    }

    /// <summary>The address without what names one thing among its likes.</summary>
    public static string KindOf(string address) => Number().Replace(Key().Replace(address, "*"), "0");

    private static string? Inside(ParentSession who, string from, string link)
    {
        var (portal, to) = (who.Http.BaseAddress!, new Uri(new Uri(who.Http.BaseAddress!, from), link));
        return to.Authority == portal.Authority && to.Scheme == portal.Scheme ? to.PathAndQuery : null;
    }

    [GeneratedRegex("[0-9a-fA-F]{8}-?([0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}|(?<=/(verifier|modeles)/)[^/?]+")]
    private static partial Regex Key();

    /// <summary>What is downloaded, made afresh each time.</summary>
    [GeneratedRegex("/(pdf|fichier|image|annuelle|fiscale)$|\\.ics$|^/mairie/(etats|listes)/")]
    private static partial Regex Paper();

    [GeneratedRegex("[0-9][0-9-]*")]
    private static partial Regex Number();
}
