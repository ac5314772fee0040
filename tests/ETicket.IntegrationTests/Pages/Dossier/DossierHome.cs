using AngleSharp.Html.Dom;
using ETicket.Access;
using ETicket.Families;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using Microsoft.Extensions.DependencyInjection;

namespace ETicket.IntegrationTests.Pages.Dossier;

/// <summary>A family of its own on the shared portal, with its login: stories write its cards, and leave the demonstration's alone.</summary>
internal sealed record DossierHome(PortalRunning Running, PortalLogin Login, FamilyId Family, GuardianId Guardian, ChildId Child)
{
    public const string Page = "/famille/dossier";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public string ChildPage => $"{Page}/enfants/{Child}";

    public string AdultPage => $"{Page}/adultes/{Guardian}";

    public static async Task<DossierHome> WelcomeAsync(PortalRunning running, FileState state = FileState.ToSend, string name = "Vidal", string[]? children = null)
    {
        var (family, guardian) = (FamilyId.New(), GuardianId.New());
        var tail = family.ToString()[24..];
        NewChild[] kids = [.. (children ?? ["Nina"]).Select(c => new NewChild(ChildId.New(), c, name))];
        await using var database = running.Portal.Database();
        await using var verbs = database.Verbs(running.Portal);
        var commune = await database.CommuneAsync();
        var files = verbs.GetRequiredService<FamilyFiles>();
        await files.OpenAsync(commune, [new NewFamily(family, $"D{tail}", name, [new(guardian, "Camille", name, $"camille.{tail}@famille.example")], kids)], Stop);
        await files.SetStateAsync(commune, family, state, Stop);
        var login = new PortalLogin($"vidal-{tail}", "un premier mot de passe");
        await verbs.GetRequiredService<Logins>().CreateAsync(login.UserName, $"camille.{tail}@famille.example", login.Password, [(commune, Role.Parent, family)], Stop);
        return new(running, login, family, guardian, kids[0].Id);
    }

    public Task<ParentSession> EnterAsync() => ParentSession.EnterAsync(Running.Portal.Address, Login);

    public async Task StandsAsync(FileState state)
    {
        await using var database = Running.Portal.Database();
        await new FamilyFiles(database.Books).SetStateAsync(await database.CommuneAsync(), Family, state, Stop);
    }

    /// <summary>What the one form of a card's page sends, as a browser reads it, with what is typed otherwise.</summary>
    public static async Task<(string Name, string Value)[]> FormAsync(ParentSession parent, string path, params (string Name, string Value)[] typed) =>
        Filled(await parent.PageAsync(path), typed);

    public static (string Name, string Value)[] Filled(IHtmlDocument page, params (string Name, string Value)[] typed)
    {
        var form = page.QuerySelector("form.card-form")!;
        List<(string Name, string Value)> all = [];
        foreach (var control in form.QuerySelectorAll("input, select, textarea"))
        {
            if (control is IHtmlInputElement { Type: "checkbox", IsChecked: false } or IHtmlInputElement { Name: ParentSession.Token })
                continue;
            all.Add((control.GetAttribute("name")!, control switch { IHtmlInputElement input => input.Value, IHtmlSelectElement select => select.Value ?? "", IHtmlTextAreaElement area => area.Value, _ => "" }));
        }
        return [.. all.Where(a => typed.All(t => t.Name != a.Name)), .. typed];
    }

    /// <summary>The whole file as it rests, in one line that is the same when nothing was written.</summary>
    public async Task<string> WrittenAsync()
    {
        await using var database = Running.Portal.Database();
        return await database.AskAsync<string>(
            """
            select concat_ws(' ', (select f::text from family f where f.id = $1), (select string_agg(g::text, ' ' order by g.id) from guardian g where g.family_id = $1),
              (select string_agg(h::text || c::text, ' ' order by c.id) from family_child h join child c on c.id = h.child_id where h.family_id = $1))
            """,
            Family.Value);
    }

    /// <summary>The sentence beside a field, by the label of its control.</summary>
    public static string Beside(IHtmlDocument page, string name)
    {
        var control = page.QuerySelector($"form.card-form [name={name}]:not([type=hidden])")!;
        var error = (control.GetAttribute("aria-describedby") ?? "").Split(' ').Select(page.GetElementById).FirstOrDefault(e => e?.ClassName == "field-error");
        Assert.Equal((name, error is null ? null : "true"), (name, control.GetAttribute("aria-invalid")));
        return error?.TextContent.Trim() ?? "";
    }
}
