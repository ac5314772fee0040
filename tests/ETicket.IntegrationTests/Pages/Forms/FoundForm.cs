using System.Net.Http.Headers;
using System.Text;
using AngleSharp.Dom;
using ETicket.IntegrationTests.Pages.Html;
using ETicket.IntegrationTests.World;

namespace ETicket.IntegrationTests.Pages.Forms;

/// <summary>How a field is filled by who uses a browser: typed, chosen among what is offered, or not at all.</summary>
internal enum Filled { Typed, Chosen, Hidden }

/// <summary>A field of a form: its name, and how it is filled.</summary>
internal sealed record FormField(string Name, Filled How)
{
    /// <summary>The name, without what tells a child, a service or a dish from its likes.</summary>
    public string Kind => Crawl.KindOf(Name).Split('-')[^1];
}

/// <summary>A form as a page offers it: where it leads, and what a browser would send of it.</summary>
internal sealed record FoundForm(string Page, string Action, bool Multipart, IReadOnlyList<(string Name, string Value)> Sent, IReadOnlyList<string> Files, IReadOnlyList<FormField> Fields)
{
    private static readonly byte[] Paper = "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"u8.ToArray();
    private static readonly string[] Unsent = ["submit", "button", "reset", "image", "file"];

    /// <summary>What forms of one kind have in common: where they lead, and their fields.</summary>
    public string Kind => $"{Crawl.KindOf(Action.Split('?')[0])} [{string.Join(' ', Fields.Select(f => f.Kind).Distinct(StringComparer.Ordinal))}]";

    /// <summary>One field of each kind: a week of menus has a hundred.</summary>
    public IEnumerable<FormField> Kinds => Fields.DistinctBy(f => f.Kind);

    public static IEnumerable<FoundForm> On(Reached reached) =>
        from form in reached.Page.QuerySelectorAll("form")
        where string.Equals(form.GetAttribute("method"), "post", StringComparison.OrdinalIgnoreCase)
        select Read(reached, form);

    /// <summary>Posts the form with these fields as given, byte for byte.</summary>
    public async Task<HttpResponseMessage> PostAsync(ParentSession who, IReadOnlyList<string> fields, byte[] value, CancellationToken stop)
    {
        var all = Sent.Where(f => !fields.Contains(f.Name)).Select(f => (f.Name, Value: Encoding.UTF8.GetBytes(f.Value))).Concat(fields.Select(name => (name, value)));
        using HttpContent body = Multipart ? Parts(all, Files) : Written(all);
        return await who.Http.PostAsync(new Uri(Action, UriKind.Relative), body, stop);
    }

    private static MultipartFormDataContent Parts(IEnumerable<(string Name, byte[] Value)> fields, IReadOnlyList<string> files)
    {
        var parts = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
            parts.Add(new ByteArrayContent(value), name);
        foreach (var file in files)
            parts.Add(new ByteArrayContent(Paper), file, "essai.pdf");
        return parts;
    }

    /// <summary>Every byte as « %XX », those no text has too.</summary>
    private static StringContent Written(IEnumerable<(string Name, byte[] Value)> fields) => new(
        string.Join('&', fields.Select(f => $"{Uri.EscapeDataString(f.Name)}={string.Concat(f.Value.Select(b => char.IsAsciiLetterOrDigit((char)b) ? ((char)b).ToString() : $"%{b:X2}"))}")),
        new MediaTypeHeaderValue("application/x-www-form-urlencoded"));

    private static FoundForm Read(Reached reached, IElement form)
    {
        var controls = form.QuerySelectorAll("input, select, textarea, button").Where(c => c.GetAttribute("form") is null)
            .Concat(form.Id is { Length: > 0 } id ? reached.Page.QuerySelectorAll($"[form='{id}']") : []).Where(c => !string.IsNullOrEmpty(c.GetAttribute("name")) && !c.HasAttribute("disabled")).ToList();
        var sent = controls.Where(IsSent).Select(c => (Name: c.GetAttribute("name")!, Value: ValueOf(c))).ToList();
        // One of the buttons is pressed: the last that asks for something, for « accepter » comes before « refuser ».
        if (controls.LastOrDefault(c => TypeOf(c) is "submit" && c.GetAttribute("value") is { Length: > 0 }) is { } pressed)
            sent.Add((pressed.GetAttribute("name")!, pressed.GetAttribute("value")!));
        var action = new Uri(new Uri(new Uri("http://portal"), reached.Address), form.GetAttribute("action") ?? "").PathAndQuery;
        return new FoundForm(
            reached.Address, action, form.GetAttribute("enctype") == "multipart/form-data", sent, [.. controls.Where(c => TypeOf(c) is "file").Select(c => c.GetAttribute("name")!)],
            [.. controls.Where(c => TypeOf(c) != "file" && c.GetAttribute("name") != ParentSession.Token).Select(c => new FormField(c.GetAttribute("name")!, HowOf(c))).DistinctBy(f => f.Name)]);
    }

    private static Filled HowOf(IElement control) => (control.LocalName, TypeOf(control)) switch
    {
        ("textarea", _) or ("input", "text" or "search" or "email" or "tel" or "date" or "number" or "password" or "url" or "time" or "month" or "week") => Filled.Typed,
        ("select", _) or ("input", "radio" or "checkbox") => Filled.Chosen,
        _ => Filled.Hidden,
    };

    private static bool IsSent(IElement control) => TypeOf(control) is var type && !Unsent.Contains(type) && (type is not ("radio" or "checkbox") || control.HasAttribute("checked"));

    private static string TypeOf(IElement control) => control.LocalName is "button" ? control.GetAttribute("type") ?? "submit" : control.LocalName is "input" ? (control.GetAttribute("type") ?? "text").ToLowerInvariant() : control.LocalName;

    /// <summary>What the page shows; where it shows nothing, what somebody could type.</summary>
    private static string ValueOf(IElement control) => HowOf(control) is Filled.Typed && Shown(control).Trim().Length == 0 ? TypeOf(control) switch
    {
        "password" => "",
        "email" => "essai@commune.example",
        "tel" => "05 53 00 00 00",
        "date" => "2027-01-04",
        "number" => "1",
        _ => "Essai",
    } : Shown(control);

    private static string Shown(IElement control) => control.LocalName switch
    {
        "textarea" => control.TextContent,
        "select" => (control.QuerySelector("option[selected]") ?? control.QuerySelector("option:last-of-type"))?.GetAttribute("value") ?? "",
        _ => control.GetAttribute("value") ?? (TypeOf(control) is "radio" or "checkbox" ? "on" : ""),
    };
}
