using ETicket.Access;
using ETicket.Access.Passwords;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using Microsoft.AspNetCore.Identity;

namespace ETicket.IntegrationTests.Access;

/// <summary>An access is closed by its owner: it opens nothing more, and nothing of the file moves.</summary>
public sealed class ClosingsTests(Cluster cluster)
{
    private const string Home = "192.0.2.10";
    private const string Camille = "camille@famille.example";
    private const string Present = "un premier mot de passe";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task R18_An_access_is_closed_the_ledger_stays_whole_and_the_other_dossier_of_the_login_is_still_there()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (alpha, beta) = (await Town.FoundAsync(books, new TownPlan("alpha")), await Town.FoundAsync(books, new TownPlan("beta")));
        var (here, there) = (await alpha.OpensAFile("Martin", email: Camille), await beta.OpensAFile("Petit", email: Camille));
        await here.Buys(5, "CANT-B");
        await here.Ticks("cantine", alpha.Days[0]);
        var login = await OpenAsync(books, "camille", (alpha.Structure, here.Id), (beta.Structure, there.Id));
        var (sessions, signIn) = (new Sessions(books.Database, books.Clock), new SignIn(books.Database, new PasswordHasher<Login>(), new Tries(books.Clock)));
        var phone = await sessions.OpenAsync(login, "", Stop);
        var before = await WholeAsync(books);

        await Closings(books).CloseAsync(login, alpha.Structure, here.Id, Present, Home, Stop);

        Assert.Equal(before, await WholeAsync(books));
        Assert.Equal(there.Id, Assert.Single(await signIn.EnterAsync("camille", Present, Home, Stop)).Family);
        Assert.False(await sessions.IsOpenAsync(login, phone, Role.Parent, Stop));
        Assert.Equal(["AccessClosed Martin"], await books.AskAsync<string[]>("select array_agg(name || ' ' || (variables ->> 'family_name')) from outbox_letter where name <> 'TopUpReceipt'"));
        // A forgotten password is that of the file that is left, and no more of the one that was closed.
        await new ForgottenPasswords(books.Database, new PasswordHasher<Login>(), new Tries(books.Clock), new PortalAddress(), books.Clock).AskAsync(Camille, Stop);
        Assert.Equal("Petit", await books.AskAsync<string>("select variables ->> 'family_name' from outbox_letter where name = 'PasswordReset'"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R18_A_login_that_opens_nothing_any_more_keeps_no_password_no_code_and_no_link_and_the_other_adult_enters_as_before()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin", email: Camille);
        await martin.JoinedBy("Alix", "alix@famille.example");
        var (hers, _) = (await OpenAsync(books, "camille", (town.Structure, martin.Id)), await OpenAsync(books, "alix", (town.Structure, martin.Id)));
        var forgotten = new ForgottenPasswords(books.Database, new PasswordHasher<Login>(), new Tries(books.Clock), new PortalAddress(), books.Clock);
        await forgotten.AskAsync(Camille, Stop);
        var link = new Uri(await books.AskAsync<string>("select variables ->> 'reset_address' from outbox_letter where name = 'PasswordReset'")).Segments[^1];

        foreach (var _ in new[] { "closed", "closed already" })
        {
            try
            {
                await Closings(books).CloseAsync(hers, town.Structure, martin.Id, Present, Home, Stop);
            }
            catch (WrongCurrentPassword)
            {
                // The second time there is no password to prove.
            }
        }

        var signIn = new SignIn(books.Database, new PasswordHasher<Login>(), new Tries(books.Clock));
        await Assert.ThrowsAsync<WrongIdentifiers>(() => signIn.EnterAsync("camille", Present, Home, Stop));
        Assert.Null(await forgotten.FindAsync(link, Stop));
        Assert.Equal("0 true", await FactorDesk.ReadOwnAsync(books.Owner, "select count(t) || ' ' || (l.password_hash is null)::text from login l left join login_token t on t.user_id = l.id where l.user_name = 'camille' group by l.password_hash"));
        Assert.Equal(martin.Id, Assert.Single(await signIn.EnterAsync("alix", Present, Home, Stop)).Family);
        Assert.Equal(1L, await books.AskAsync<long>("select count(*) from outbox_letter where name = 'AccessClosed'"));
        await forgotten.AskAsync(Camille, Stop);
        Assert.Equal(1L, await books.AskAsync<long>("select count(*) from outbox_letter where name = 'PasswordReset'"));
    }

    [Fact]
    public async Task R18_A_wrong_password_closes_nothing_nor_does_a_file_that_is_not_the_login_s()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var (martin, petit) = (await town.OpensAFile("Martin", email: Camille), await town.OpensAFile("Petit"));
        var (hers, his) = (await OpenAsync(books, "camille", (town.Structure, martin.Id)), await OpenAsync(books, "petit", (town.Structure, petit.Id)));

        await Assert.ThrowsAsync<WrongCurrentPassword>(() => Closings(books).CloseAsync(hers, town.Structure, martin.Id, "un autre", Home, Stop));
        await Closings(books).CloseAsync(hers, town.Structure, petit.Id, Present, Home, Stop);

        var signIn = new SignIn(books.Database, new PasswordHasher<Login>(), new Tries(books.Clock));
        Assert.Equal((1, 1), ((await signIn.OpensAsync(hers, Stop)).Count, (await signIn.OpensAsync(his, Stop)).Count));
        Assert.Equal(0L, await books.AskAsync<long>("select count(*) from outbox_letter"));
    }

    /// <summary>Tickets, days, entries and payments, in one line that is the same when nothing moved.</summary>
    private static Task<string> WholeAsync(Books books) => books.AskAsync<string>(
        """
        select concat_ws(' ', (select string_agg(w::text, ',' order by w.id) from wallet w), (select string_agg(b::text, ',' order by b.id) from booking b),
          (select count(*) from entry), (select count(*) from transfer), (select count(*) from payment), (select string_agg(g::text, ',' order by g.id) from guardian g))
        """);

    private static Closings Closings(Books books) => new(books.Database, new PasswordHasher<Login>(), new Tries(books.Clock), new PortalAddress());

    private static async Task<Guid> OpenAsync(Books books, string userName, params (StructureId Structure, FamilyId Family)[] files) =>
        (await new Logins(books.Database, new PasswordHasher<Login>()).CreateAsync(
            userName, $"{userName}@famille.example", Present, [.. files.Select(f => (f.Structure, Role.Parent, (FamilyId?)f.Family))], Stop)).Value;
}
