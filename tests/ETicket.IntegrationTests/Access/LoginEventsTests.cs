using ETicket.Access;
using ETicket.Access.Events;
using ETicket.Access.Passwords;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using Microsoft.AspNetCore.Identity;

namespace ETicket.IntegrationTests.Access;

/// <summary>What happened to a login is kept a year, for its owner alone.</summary>
public sealed class LoginEventsTests(Cluster cluster)
{
    private const string Present = "un premier mot de passe";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task R19_A_login_reads_its_own_sign_ins_and_changes_of_the_last_year_and_no_other_s()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var (hers, his) = (await OpenAsync(books, town, "camille", martin.Id), await OpenAsync(books, town, "alix", martin.Id));
        var (sessions, events) = (new Sessions(books.Database, books.Clock), new LoginEvents(books.Database));
        await sessions.OpenAsync(hers, "Safari/iPhone", Stop);
        await sessions.OpenAsync(his, "Chrome/Windows", Stop);
        await books.Clock.SetAsync(books.Clock.GetUtcNow().AddMonths(11));
        var home = await sessions.OpenAsync(hers, "", Stop);
        await new PasswordChanges(books.Database, new PasswordHasher<Login>(), new Tries(books.Clock), new PortalAddress()).ChangeAsync(hers, Present, "quatre vélos sous la pluie", home, "192.0.2.10", Stop);

        Assert.Equal(["PasswordChanged ", "SignedIn ", "SignedIn Safari/iPhone"], await KeptAsync(events, hers));
        Assert.Equal(["SignedIn Chrome/Windows"], await KeptAsync(events, his));
        Assert.Equal(2, (await events.ReadAsync(hers, 2, Stop)).Count);

        // A year and a month later the first is forgotten, when the next comes.
        await books.Clock.SetAsync(books.Clock.GetUtcNow().AddMonths(2));
        await sessions.OpenAsync(hers, "Firefox/Linux", Stop);
        Assert.Equal(["SignedIn Firefox/Linux", "PasswordChanged ", "SignedIn "], await KeptAsync(events, hers));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R19_An_open_session_names_its_device_and_one_of_before_devices_were_kept_none()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var login = await OpenAsync(books, town, "camille", (await town.OpensAFile("Martin")).Id);
        var sessions = new Sessions(books.Database, books.Clock);
        var phone = await sessions.OpenAsync(login, "Safari/iPhone", Stop);
        await books.Clock.SetAsync(books.Clock.GetUtcNow().AddMinutes(10));
        var (nameless, old) = (await sessions.OpenAsync(login, "", Stop), await sessions.OpenAsync(login, "Edge/Windows", Stop));
        await using (var before = books.Owner.CreateCommand("update login_token set value = left(value, 41) where name = $1"))
        {
            before.Parameters.Add(new() { Value = old.ToString() });
            Assert.Equal(1, await before.ExecuteNonQueryAsync(Stop));
        }
        await books.Clock.SetAsync(books.Clock.GetUtcNow().AddMinutes(10));
        foreach (var session in new[] { phone, old })
            await sessions.SeenAsync(login, session, Stop);

        var open = (await sessions.ListAsync(login, Stop)).ToDictionary(s => s.Id);
        Assert.Equal(("Safari/iPhone", "", ""), (open[phone].Device, open[nameless].Device, open[old].Device));
        Assert.Equal([20, 10, 10], new[] { phone, nameless, old }.Select(s => (int)(books.Clock.GetUtcNow() - open[s].BeganAt).TotalMinutes));
        foreach (var session in new[] { phone, nameless, old })
            Assert.True(await sessions.IsOpenAsync(login, session, Role.Parent, Stop));
    }

    private static async Task<string[]> KeptAsync(LoginEvents events, Guid login) => [.. (await events.ReadAsync(login, 100, Stop)).Select(e => $"{e.Kind} {e.Device}")];

    private static async Task<Guid> OpenAsync(Books books, Town town, string userName, FamilyId family) =>
        (await new Logins(books.Database, new PasswordHasher<Login>()).CreateAsync(userName, null, Present, [(town.Structure, Role.Parent, family)], Stop)).Value;
}
