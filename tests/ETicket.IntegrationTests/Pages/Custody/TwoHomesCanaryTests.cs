using System.Globalization;
using System.Net;
using System.Text;
using ETicket.Bulletin.Questions;
using ETicket.Families;
using ETicket.Families.Documents;
using ETicket.Families.Dossier;
using ETicket.Families.Health;
using ETicket.Families.Photos;
using ETicket.IntegrationTests.Families;
using ETicket.IntegrationTests.Pages.Grid;
using ETicket.IntegrationTests.Pages.Routes;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Planning;
using ETicket.Planning.Away;
using ETicket.Planning.Feeds;
using ETicket.UnitTests.Families;
using ETicket.UnitTests.Mail.Documents;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ETicket.IntegrationTests.Pages.Custody;

/// <summary>
/// Neither home of a child ever reads the other's name, number, address, telephone, e-mail, adults, balance, payments, documents, questions or letters: over every address of a family, under its own
/// numbers and the other's, read and posted, in pages, papers, answers to the script, calendars and headers.
/// </summary>
[Collection(nameof(PortalStories))]
public sealed class TwoHomesCanaryTests(PortalRunning running)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task R15_R101_No_address_of_a_family_tells_one_home_anything_of_the_other()
    {
        var shared = await SharedChild.WelcomeAsync(running, "Échecs", ("Canaribleu", 41), ("Canarivert", 53));
        var planning = $"/famille/planning?semaine={SharedChild.Monday:yyyy-MM-dd}&semaines=4";
        var (hers, his) = (await FillAsync(shared, shared.First, "41"), await FillAsync(shared, shared.Second, "53"));
        using var mother = await shared.EnterAsync(shared.First);
        using var father = await shared.EnterAsync(shared.Second);
        using (await mother.PostAsync(planning, ("voeux", shared.Wish(SharedChild.Monday))))
        using (await father.PostAsync(planning, ("voeux", shared.Wish(SharedChild.Monday.AddDays(7)))))
            Assert.Equal(4, (await shared.HoldersAsync()).Split(", ").Length);
        var staff = await running.SessionAsync(PortalLogin.Staff);
        using (var ruled = await staff.PostAsync(shared.Desk, ("version", "0"), ("geste", "confirmer"), ("rythme", "jours"), ("impaires", "1"), ("paires", "2"), ("foyer", shared.First.Family.ToString()), ("du", $"{SharedChild.Today.AddDays(1):yyyy-MM-dd}")))
            Assert.Equal(HttpStatusCode.SeeOther, ruled.StatusCode);

        var (seenByHer, seenByHim) = (await EverythingAsync(mother, shared, hers, his), await EverythingAsync(father, shared, his, hers));

        Assert.Empty(Found(seenByHer, [.. his.Canaries, .. his.Unsaid]));
        Assert.Empty(Found(seenByHim, [.. hers.Canaries, .. hers.Unsaid]));
        // Each does read its own: what is looked for would be seen.
        Assert.Equal(hers.Canaries.Order(), Found(seenByHer, hers.Canaries).Select(f => f.Split(" @ ")[0]).Distinct().Order());
        Assert.Equal(his.Canaries.Order(), Found(seenByHim, his.Canaries).Select(f => f.Split(" @ ")[0]).Distinct().Order());
        // And no letter.
        Assert.Empty(Found([("letters", await LettersAsync(shared.First))], [.. his.Canaries, .. his.Unsaid]));
        Assert.Empty(Found([("letters", await LettersAsync(shared.Second))], [.. hers.Canaries, .. hers.Unsaid]));
    }

    /// <summary>What a home reads and the other must not, what neither has to read, and the numbers its addresses are made of.</summary>
    private sealed record Secrets(IReadOnlyList<string> Canaries, IReadOnlyList<string> Unsaid, (string Part, string[] Numbers)[] Numbers, string Feed, long Wallet)
    {
        /// <summary>Those an address may bear; nothing where it bears none.</summary>
        public string[] Of(string pattern) => !pattern.Contains(":guid}", StringComparison.Ordinal) ? [] : Numbers.FirstOrDefault(n => pattern.Contains($"/{n.Part}/", StringComparison.Ordinal)).Numbers ?? [Numbers[0].Numbers[0]];
    }


    private async Task<Secrets> FillAsync(SharedChild shared, SharedHome home, string figure)
    {
        await using var database = running.Portal.Database();
        await using var verbs = database.Verbs(running.Portal);
        var commune = await database.CommuneAsync();
        await shared.WriteAsync("update guardian set address1 = $2, mobile = $3, first_name = $4 where id = $1", home.Guardian.Value, $"Rue {home.Name} cachée", $"06 39 98 {figure} {figure}", $"Prénom{home.Name}");
        await shared.WriteAsync("update family_child set address = $2, note = $3, derogation_reason = $4 where family_id = $1", home.Family.Value, $"Impasse {home.Name}", $"Note {home.Name}", $"Motif {home.Name}");
        await shared.WriteAsync("update family set emergency_note = $2 where id = $1", home.Family.Value, $"Urgence {home.Name}");
        var trusted = Filing.Blank(CardKind.Trusted, Guid.CreateVersion7());
        await verbs.GetRequiredService<FileCards>().AddAsync(
            new(commune, home.Family, CardKind.Trusted, trusted.Subject, "", new Dictionary<string, string>(trusted.Values) { [Fields.FirstName] = $"Conjoint{home.Name}", [Fields.LastName] = "Partagé" }), Stop);
        await verbs.GetRequiredService<QuestionDesk>().AskAsync(new(commune, home.Family, home.Login.UserName), new(Guid.NewGuid(), null, $"Question {home.Name}"), Stop);
        var document = await verbs.GetRequiredService<FamilyDocuments>().SendAsync(
            new(commune, home.Family, Guid.NewGuid(), home.Login.UserName), new(Guid.NewGuid(), null, shared.Child, $"Jugement {home.Name}", null), new($"jugement-{home.Name}.pdf", Corpus.Pdf), Stop);
        await FillFileAsync(shared, home, verbs, commune);
        await verbs.GetRequiredService<CalendarFeeds>().OpenAsync(commune, home.Family, shared.Child, home.Login.UserName, Stop);
        var payment = await database.AskAsync<Guid>("select id from payment where family_id = $1", home.Family.Value);
        var reference = await database.AskAsync<string>("select reference from payment where id = $1", payment);
        var receipt = await database.AskAsync<Guid>("select id from receipt where payment_id = $1", payment);
        var number = await database.AskAsync<string>("select series || year || '-' || lpad(number::text, 6, '0') from receipt where id = $1", receipt);
        await using var owner = NpgsqlDataSource.Create(database.Logins.Owner);
        await using var feed = owner.CreateCommand("select token from calendar_feed where family_id = $1");
        feed.Parameters.Add(new() { Value = home.Family.Value });
        return new(
            [home.Name, $"Rue {home.Name} cachée", $"06 39 98 {figure} {figure}", $"Prénom{home.Name}", $"Impasse {home.Name}", $"Note {home.Name}", $"Urgence {home.Name}", home.Email, $"Jugement {home.Name}", $"jugement-{home.Name}", $"Motif {home.Name}", $"Conjoint{home.Name}", $"Second{home.Name}", $"Demande {home.Name}", $"Question {home.Name}", reference, number, $"{2 * int.Parse(figure, CultureInfo.InvariantCulture)},00"],
            [home.Number, home.Family.ToString()],
            [
                ("adultes", [home.Guardian.ToString(), trusted.Subject.ToString()]), ("retrait", [trusted.Subject.ToString(), home.Guardian.ToString()]), ("enfants", [shared.Child.ToString()]), ("documents", [document.ToString()]),
                ("factures", [receipt.ToString()]), ("paiement", [payment.ToString()]), ("panier", [payment.ToString()]),
            ],
            $"/agenda/{commune}/{(Guid)(await feed.ExecuteScalarAsync(Stop))!}.ics",
            await database.AskAsync<long>("select id from wallet where family_id = $1 and ticket_type_id = $2", home.Family.Value, shared.Ticket.Value));
    }

    /// <summary>A second adult, a change that waits for the mairie, the health card, the photo; and an absence, of a day too late to untick.</summary>
    private static async Task FillFileAsync(SharedChild shared, SharedHome home, IServiceProvider verbs, StructureId commune)
    {
        await verbs.GetRequiredService<FamilyFiles>().SetStateAsync(commune, home.Family, FileState.ToSend, Stop);
        var second = Filing.Blank(CardKind.Guardian, Guid.CreateVersion7());
        var cards = verbs.GetRequiredService<FileCards>();
        await cards.AddAsync(new(commune, home.Family, CardKind.Guardian, second.Subject, "", new Dictionary<string, string>(second.Values) { [Fields.FirstName] = $"Second{home.Name}", [Fields.LastName] = "Partagé" }), Stop);
        await verbs.GetRequiredService<FamilyFiles>().SetStateAsync(commune, home.Family, FileState.Validated, Stop);
        Card card;
        await using (var work = await verbs.GetRequiredService<Database>().BeginAsync(commune, Stop))
            card = (await CardReader.FindAsync(work, home.Family, CardKind.Guardian, second.Subject, Stop))!;
        await cards.SaveAsync(new(commune, home.Family, CardKind.Guardian, card.Subject, card.Version, new Dictionary<string, string>(card.Values) { [Fields.LastName] = $"Demande {home.Name}" }), Stop);
        var health = verbs.GetRequiredService<HealthRecords>();
        var reader = new HealthReader(commune, home.Family, Guid.NewGuid(), home.Login.UserName);
        Assert.True(await health.SaveAsync(reader, shared.Child, (await health.ReadAsync(reader, shared.Child, Stop))!.Version, HealthCard.Blank with { Allergies = "arachide" }, Stop));
        Assert.True(await verbs.GetRequiredService<ChildPhotos>().SendAsync(new(commune, home.Family, shared.Child), home.Login.UserName, new("Sasha.png", Corpus.Png(8, 8)), Stop));

        var day = SharedChild.Monday.AddDays(home == shared.First ? 15 : 16);
        var ticked = await verbs.GetRequiredService<Bookings>().SetAsync(new(commune, home.Family, Guid.NewGuid(), home.Login.UserName, ChangeOrigin.Parent, [new(shared.Child, shared.Activity, day, true)]), Stop);
        Assert.Equal(Verdict.Held, Assert.Single(ticked).Verdict);
        await shared.WriteAsync("update open_day set cancel_until = eticket_now() where activity_id = $1 and day = $2", shared.Activity.Value, day);
        Assert.NotNull(await verbs.GetRequiredService<Absences>().ReportAsync(new(commune, home.Family, Guid.NewGuid(), home.Login.UserName), new(shared.Child, AbsenceReason.Illness, day, day), Stop));
    }

    /// <summary>Every address of a family, in the views the planning has, as a person and as the script of the page read it.</summary>
    private static async Task<IReadOnlyList<(string Where, string Text)>> EverythingAsync(ParentSession parent, SharedChild shared, Secrets own, Secrets others)
    {
        var seen = new List<(string, string)>();
        var year = $"{SharedChild.Today.Year}";
        var addresses = from row in RouteTable.Rows
                        where row.Value is Who.Family or Who.FamilyPaper or Who.SignedIn && row.Key != "deconnexion"
                        from number in row.Key.Contains(":guid}", StringComparison.Ordinal) ? own.Of(row.Key).Concat(others.Of(row.Key)) : [""]
                        select (Path: "/" + row.Key.Replace("{id:guid}", number, StringComparison.Ordinal).Replace("{key:guid}", number, StringComparison.Ordinal).Replace("{annee:int}", year, StringComparison.Ordinal).Replace("{genre}", "tiers", StringComparison.Ordinal),
                                IsTheirs: number.Length > 0 && !own.Of(row.Key).Contains(number));
        var first = $"?semaine={SharedChild.Monday:yyyy-MM-dd}&semaines=4";
        string[] besides =
        [
            $"/famille/planning{first}", $"/famille/planning{first}&vue=service", "/famille/historique?feuillet=200", $"/famille/releve?ticket={own.Wallet}", $"/famille/releve?ticket={others.Wallet}",
            $"/famille/releve/pdf?enfant={shared.Child}", own.Feed,
        ];
        foreach (var address in addresses.Select(a => a.Path).Concat(besides).Distinct())
        {
            using var answer = await parent.GetAsync(address);
            seen.Add((address, await TextAsync(answer)));
        }
        var token = ParentSession.TokenOf(await parent.PageAsync("/deconnexion"));
        foreach (var address in addresses.Where(a => a.IsTheirs).Select(a => a.Path))
        {
            using var answer = await parent.PostWithAsync(address, token);
            seen.Add(($"{address} posted", await TextAsync(answer)));
        }
        // Her day and his, both ways, as a page and as JSON.
        foreach (var day in new[] { SharedChild.Monday, SharedChild.Monday.AddDays(7), SharedChild.Monday.AddDays(8) })
        {
            foreach (var wanted in new[] { true, false, true })
            {
                using (var posted = await parent.PostAsync($"/famille/planning{first}", ("voeux", shared.Wish(day, wanted))))
                    seen.Add(($"{day} {wanted}", await TextAsync(posted)));
                seen.Add(($"{day} {wanted} script", (await parent.ScriptAsync($"/famille/planning{first}", "voeux", shared.Wish(day, wanted))).ToString()));
            }
        }
        return seen;
    }

    private static async Task<string> TextAsync(HttpResponseMessage answer)
    {
        var content = await answer.Content.ReadAsByteArrayAsync(Stop);
        var headers = $"{answer.Headers}{answer.Content.Headers}";
        // A document is given as it was sent, which is no whole PDF here; papers are the portal's own.
        if (answer.Content.Headers.ContentType?.MediaType != "application/pdf" || answer.RequestMessage!.RequestUri!.AbsolutePath.StartsWith("/famille/documents/", StringComparison.Ordinal))
            return headers + WebUtility.HtmlDecode(Encoding.UTF8.GetString(content));
        using var pdf = new PdfJudge(content);
        return headers + pdf.Text + pdf.About;
    }

    private async Task<string> LettersAsync(SharedHome home)
    {
        await using var database = running.Portal.Database();
        return await database.AskAsync<string>("select coalesce(string_agg(variables::text, ' '), '') from outbox_letter where family_id = $1", home.Family.Value);
    }

    private static string[] Found(IEnumerable<(string Where, string Text)> seen, IReadOnlyList<string> canaries) =>
        [.. from page in seen let text = page.Text.Replace('\u00a0', ' ').Replace('\u202f', ' ') from canary in canaries where text.Contains(canary, StringComparison.OrdinalIgnoreCase) select $"{canary} @ {page.Where}"];
}
