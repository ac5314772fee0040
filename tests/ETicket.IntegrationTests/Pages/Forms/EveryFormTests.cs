using System.Net;
using System.Text;
using AngleSharp.Html.Dom;
using ETicket.IntegrationTests.Pages.Html;
using ETicket.IntegrationTests.World;

namespace ETicket.IntegrationTests.Pages.Forms;

/// <summary>Every form of every page, found by following every link, with what no form of ours sends.</summary>
[Collection(nameof(QuietStories))]
public sealed class EveryFormTests(QuietPortal portal)
{
    /// <summary>No field of ours takes as many letters.</summary>
    private const int Longest = 20_000;
    private const string Script = "<script>alert(1)</script>";

    /// <summary>What is sent in each field, alone.</summary>
    private static readonly (string Name, byte[] Value)[] Alone =
        [("nothing", []), ("a script", Encoding.UTF8.GetBytes(Script)), ("100 KB", Encoding.UTF8.GetBytes(new string('x', 100_000)))];

    /// <summary>What is sent in all that is typed at once, and in all that is not.</summary>
    private static readonly (string Name, byte[] Value)[] Together =
    [
        ("spaces", "   "u8.ToArray()),
        ("a letter no text has", "a\0b"u8.ToArray()),
        ("half a letter", [0x61, 0xED, 0xA0, 0x80, 0x62]),
        ("a mark that turns a line round", Encoding.UTF8.GetBytes("Ni\u202Eana")),
        ("a number without end", Encoding.UTF8.GetBytes("-" + new string('9', 60))),
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_field_of_each_form_of_a_family_says_what_is_wrong_and_nothing_is_written() =>
        ShouldBeNothing(await AttackAsync(await portal.SessionAsync(PortalLogin.Parent), 22, "/", "/compte", "/famille/preferences"));

    [Fact]
    public async Task Each_field_of_each_form_of_the_mairie_says_what_is_wrong_and_nothing_is_written() =>
        ShouldBeNothing(await AttackAsync(await portal.SessionAsync(PortalLogin.Staff), 10, "/mairie"));

    [Fact]
    public async Task Each_field_of_each_form_anybody_may_fill_says_what_is_wrong_and_nothing_is_written()
    {
        using var nobody = new ParentSession(portal.Address);

        ShouldBeNothing(await AttackAsync(nobody, 2, "/connexion", "/inscription", "/mot-de-passe-oublie"));
    }

    /// <summary>Every line is told, not the first letters.</summary>
    private static void ShouldBeNothing(string wrong) => Assert.True(wrong.Length == 0, wrong);

    /// <summary>What is wrong with what the forms answer, one line for each; at least so many kinds of forms are found.</summary>
    private async Task<string> AttackAsync(ParentSession who, int kinds, params string[] starts)
    {
        var pages = await Crawl.FromAsync(who, starts);
        var forms = pages.SelectMany(FoundForm.On).Where(f => !f.Action.StartsWith("/deconnexion", StringComparison.Ordinal) && f.Fields.Count > 0).DistinctBy(f => f.Kind).ToList();
        Assert.True(forms.Count >= kinds, $"Only {forms.Count} kinds of forms were found: {string.Join(", ", forms.Select(f => f.Kind))}");
        List<string> wrong = [];
        foreach (var form in forms)
            wrong.AddRange(await AttackAsync(who, form));
        return string.Join('\n', wrong);
    }

    private async Task<IReadOnlyList<string>> AttackAsync(ParentSession who, FoundForm form)
    {
        List<string> wrong = [];
        var (judged, writes, held, asked) = (false, await portal.WritesAsync(), await portal.FingerprintAsync(), form);
        foreach (var (fields, sent) in Attacks(form))
        {
            void Tell(string fault) => wrong.Add($"{form.Kind} {string.Join(' ', fields.Select(f => f.Name))}, {sent.Name}: {fault}");
            using var answer = await asked.PostAsync(who, [.. fields.Select(f => f.Name)], sent.Value, Stop);
            var said = await answer.Content.ReadAsStringAsync(Stop);
            foreach (var fault in await FaultsAsync(who, answer, said, fields, sent.Value))
                Tell(fault);
            if (await portal.WritesAsync() is var since && since != writes)
            {
                var now = await portal.FingerprintAsync();
                if (now != held && (int)answer.StatusCode >= 400)
                    Tell($"answered {(int)answer.StatusCode}, and something was written: {string.Join(", ", now.Split(',').Except(held.Split(',')))}");
                if (now != held && sent.Value.Length > Longest && await portal.LongestTextAsync() > Longest)
                    Tell("is taken whole");
                (writes, held) = (since, now);
                // What was taken once is not taken twice under the key of its page: the page is opened again.
                asked = FoundForm.On(await Crawl.OpenAsync(who, form.Page)).FirstOrDefault(f => f.Kind == form.Kind) ?? asked;
            }
            if (judged || answer.StatusCode is not HttpStatusCode.UnprocessableEntity)
                continue;
            judged = true;
            wrong.AddRange(await HtmlJudge.ErrorsAsync($"{form.Kind}, refused", said));
        }
        return wrong;
    }

    private static IEnumerable<(FormField[] Fields, (string Name, byte[] Value) Sent)> Attacks(FoundForm form)
    {
        var (typed, others) = (form.Fields.Where(f => f.How is Filled.Typed).ToArray(), form.Fields.Where(f => f.How is not Filled.Typed).ToArray());
        foreach (var field in form.Kinds)
        {
            foreach (var sent in Alone)
                yield return ([field], sent);
        }
        foreach (var (fields, sent) in from f in new[] { typed, others } where f.Length > 0 from t in Together select (f, t))
            yield return (fields, sent);
    }

    private static async Task<IReadOnlyList<string>> FaultsAsync(ParentSession who, HttpResponseMessage answer, string said, FormField[] fields, byte[] sent)
    {
        var status = (int)answer.StatusCode;
        if (status >= 500)
            return [$"answered {status}"];
        if (answer.StatusCode is HttpStatusCode.SeeOther or HttpStatusCode.Redirect)
        {
            // Taken as it is: then it is text, wherever it is shown.
            using var next = await who.GetAsync(answer.Headers.Location!.ToString());
            return Echoes(await next.Content.ReadAsStringAsync(Stop)) ? ["is taken, and shown as HTML"] : [];
        }
        if (Echoes(said))
            return ["is shown as HTML"];
        if (answer.Content.Headers.ContentType?.MediaType is not "text/html")
            return status == 200 ? [] : [$"answered {status} without a page"];
        var page = await ParentSession.ReadAsync(answer);
        if (status != 200 && page.QuerySelectorAll(".errors li, .field-error, .no, .message p").All(e => e.TextContent.Trim().Length == 0))
            return [$"answered {status} without a sentence"];
        if (answer.StatusCode is not HttpStatusCode.UnprocessableEntity || fields is not [{ How: Filled.Typed } field] || page.QuerySelector($"[name='{field.Name}']") is not { } again || again.GetAttribute("type") is "password")
            return [];
        List<string> faults = [];
        if (sent.Length > Longest && !AsksForThePassword(page) && !IsTold(page, field.Name))
            faults.Add("has no sentence beside it");
        if (!IsKept(page, field.Name, sent))
            faults.Add("is not kept");
        return faults;
    }

    /// <summary>Where the password is asked for again, nothing else is said before it is right.</summary>
    private static bool AsksForThePassword(IHtmlDocument page) => page.QuerySelector("main input[type=password]") is not null;

    private static bool Echoes(string html) => html.Contains(Script, StringComparison.OrdinalIgnoreCase);

    /// <summary>The field is described by an error, or an error leads to it.</summary>
    private static bool IsTold(IHtmlDocument page, string name) => page.QuerySelectorAll($"[name='{name}']").Any(field =>
        (field.GetAttribute("aria-describedby") ?? "").Split(' ').Any(id => id.Length > 0 && page.GetElementById(id)?.ClassList.Contains("field-error") is true)
        || (field.Id is { } own && page.QuerySelector($".errors a[href='#{own}']") is not null));

    /// <summary>What was typed is still there, but for what cannot be (a letter no text has, in a date what is none), and for all of what would make a page of 100 KB.</summary>
    private static bool IsKept(IHtmlDocument page, string name, byte[] value)
    {
        var typed = Encoding.UTF8.GetString(value);
        return typed.Length > Longest || typed.Contains('\uFFFD', StringComparison.Ordinal) || typed.Contains('\0', StringComparison.Ordinal) || page.QuerySelectorAll($"[name='{name}']").Any(f =>
            f.GetAttribute("type") is "date" || (f is IHtmlTextAreaElement ? f.TextContent : f.GetAttribute("value") ?? "").Trim() == typed.Trim());
    }
}
