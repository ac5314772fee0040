using System.Diagnostics;
using ETicket.Access;
using ETicket.Access.Links;
using ETicket.Access.Passwords;
using ETicket.IntegrationTests.Mail;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using Microsoft.AspNetCore.Identity;

namespace ETicket.IntegrationTests.Access;

/// <summary>A link to the address of the family file, once, for half an hour; and whoever asks for somebody else learns and changes nothing.</summary>
public sealed class ForgottenPasswordTests(Cluster cluster)
{
    private const string Library = "198.51.100.7";
    private const string Camille = "camille@famille.example";
    private const string Present = "un premier mot de passe";
    private const string Chosen = "quatre vélos sous la pluie";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task R4_G11_A_forgotten_password_is_chosen_by_the_link_once_and_every_session_ends()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (login, _) = await CamilleAsync(books);
        var (hasher, tries, sessions) = (new PasswordHasher<Login>(), new Tries(books.Clock), new Sessions(books.Database, books.Clock));
        var (forgotten, signIn) = (new ForgottenPasswords(books.Database, hasher, tries, new PortalAddress(), books.Clock), new SignIn(books.Database, hasher, tries));
        var phone = await sessions.OpenAsync(login, "", Stop);
        for (var i = 0; i < Tries.BeforePause; i++)
            await Assert.ThrowsAsync<WrongIdentifiers>(() => signIn.EnterAsync("camille", "oublié", Library, Stop));

        await forgotten.AskAsync("  CAMILLE@famille.example ", Stop);
        var token = await TokenAsync(books);
        Assert.Equal("camille", await forgotten.FindAsync(token, Stop));
        await Assert.ThrowsAsync<PasswordTooShort>(() => forgotten.ResetAsync(token, "trop court", Library, Stop));
        Assert.Equal("camille", await forgotten.FindAsync(token, Stop));
        await forgotten.ResetAsync(token, Chosen, Library, Stop);

        Assert.False(await sessions.IsOpenAsync(login, phone, Role.Parent, Stop));
        Assert.Single(await signIn.EnterAsync("camille", Chosen, Library, Stop));
        Assert.Null(await forgotten.FindAsync(token, Stop));
        await Assert.ThrowsAsync<LinkOver>(() => forgotten.ResetAsync(token, "encore un autre choix à moi", Library, Stop));
        Assert.Equal(1L, await books.AskAsync<long>("select count(*) from outbox_letter where name = 'CredentialsChanged'"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R4_G11_Of_two_links_the_older_is_void_and_none_opens_after_thirty_minutes_nor_after_another_change()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (login, _) = await CamilleAsync(books);
        var forgotten = Forgotten(books);

        await forgotten.AskAsync(Camille, Stop);
        var older = await TokenAsync(books);
        await forgotten.AskAsync(Camille, Stop);
        var newer = await TokenAsync(books);
        Assert.Equal(((string?)null, "camille"), (await forgotten.FindAsync(older, Stop), await forgotten.FindAsync(newer, Stop)));

        await books.Clock.SetAsync(books.Clock.GetUtcNow() + LoginLinks.Life - TimeSpan.FromSeconds(1));
        Assert.Equal("camille", await forgotten.FindAsync(newer, Stop));
        await books.Clock.SetAsync(books.Clock.GetUtcNow().AddSeconds(1));
        Assert.Null(await forgotten.FindAsync(newer, Stop));

        await forgotten.AskAsync(Camille, Stop);
        var last = await TokenAsync(books);
        await new PasswordChanges(books.Database, new PasswordHasher<Login>(), new Tries(books.Clock), new PortalAddress()).ChangeAsync(login, Present, Chosen, Guid.NewGuid(), Library, Stop);
        await Assert.ThrowsAsync<LinkOver>(() => forgotten.ResetAsync(last, "encore un autre choix à moi", Library, Stop));
    }

    [Fact]
    public async Task R4_Of_four_who_use_a_link_at_once_one_does()
    {
        await using var books = await Books.OpenAsync(cluster);
        await CamilleAsync(books);
        var forgotten = Forgotten(books);
        await forgotten.AskAsync(Camille, Stop);
        var token = await TokenAsync(books);

        var used = await Task.WhenAll(Enumerable.Range(0, 4).Select(async i =>
        {
            try
            {
                await forgotten.ResetAsync(token, $"le choix de la porte {i} sans vent", Library, Stop);
                return true;
            }
            catch (LinkOver)
            {
                return false;
            }
        }));

        Assert.Single(used, won => won);
        Assert.Equal(1L, await books.AskAsync<long>("select count(*) from outbox_letter where name = 'CredentialsChanged'"));
    }

    [Fact]
    public async Task R5_Only_the_address_of_the_file_receives_the_link()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (_, martin) = await CamilleAsync(books);
        await martin.JoinedBy("Alix", "alix@famille.example");
        var petit = await martin.Town.OpensAFile("Petit", email: "petit@famille.example");
        await OpenAsync(books, "petit", "ancienne@famille.example", martin.Town.Structure, Role.Parent, petit.Id);
        await OpenAsync(books, "guichet", "guichet@mairie.example", martin.Town.Structure, Role.Counter, null);
        var forgotten = Forgotten(books);

        // The other adult of the file, the address of a login that is not the file's, the mairie's, nobody's.
        foreach (var address in new[] { "alix@famille.example", "ancienne@famille.example", "guichet@mairie.example", "personne@famille.example" })
            await forgotten.AskAsync(address, Stop);
        Assert.Equal(0L, await books.AskAsync<long>("select count(*) from outbox_letter where name = 'PasswordReset'"));

        foreach (var address in new[] { Camille, "petit@famille.example" })
            await forgotten.AskAsync(address, Stop);
        Assert.Equal(
            ["camille camille@famille.example", "petit petit@famille.example"],
            await books.AskAsync<string[]>(
                """
                select array_agg((o.variables ->> 'user_name') || ' ' || g.email order by g.email)
                from outbox_letter o join guardian g on g.structure_id = o.structure_id and g.id = o.guardian_id where o.name = 'PasswordReset'
                """));
    }

    [Fact]
    public async Task R22_Whoever_asks_again_and_again_fills_nobody_s_mailbox_and_what_is_no_address_is_told_so()
    {
        await using var books = await Books.OpenAsync(cluster);
        await CamilleAsync(books);
        var forgotten = Forgotten(books);

        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => forgotten.AskAsync(Camille, Stop)));

        Assert.Equal((long)LoginLinks.PerHour, await books.AskAsync<long>("select count(*) from outbox_letter where name = 'PasswordReset'"));
        foreach (var wrong in new[] { "", "camille", "a@b@c", "camille@famille.example\0", "<script>alert(1)</script>", new string('a', 100_000) + "@famille.example", "a@b, c@d" })
            await Assert.ThrowsAsync<NotAnAddress>(() => forgotten.AskAsync(wrong, Stop));
        await books.Clock.SetAsync(books.Clock.GetUtcNow().AddHours(1));
        await forgotten.AskAsync(Camille, Stop);
        Assert.Equal(LoginLinks.PerHour + 1L, await books.AskAsync<long>("select count(*) from outbox_letter where name = 'PasswordReset'"));
    }

    [Fact]
    public async Task R22_G10_Known_and_unknown_addresses_are_answered_after_the_same_time()
    {
        await using var books = await Books.OpenAsync(cluster);
        await CamilleAsync(books);
        var forgotten = Forgotten(books);
        await forgotten.AskAsync("personne@famille.example", Stop);

        var (known, unknown) = (new List<double>(), new List<double>());
        for (var i = 0; i < 7; i++)
        {
            known.Add(await TookAsync(forgotten, Camille));
            unknown.Add(await TookAsync(forgotten, "personne@famille.example"));
        }

        // The median: a machine that does something else for once tells nothing of anybody.
        Assert.InRange(known.Order().ElementAt(3) - unknown.Order().ElementAt(3), -60, 60);
        Assert.All(known.Concat(unknown), took => Assert.True(took >= ForgottenPasswords.Beat.TotalMilliseconds, $"{took} ms"));
    }

    [Fact]
    public async Task G30_A_letter_that_is_gone_keeps_no_link_and_one_that_waited_too_long_never_leaves()
    {
        await using var books = await Books.OpenAsync(cluster);
        await CamilleAsync(books);
        var forgotten = Forgotten(books);
        await using var desk = await MailDesk.OpenAsync(books);

        await forgotten.AskAsync(Camille, Stop);
        var address = new PortalAddress().At(PortalAddress.NewPassword + await TokenAsync(books)).ToString();
        await desk.DeliversAsync();
        Assert.Contains(address, Assert.Single(desk.Tray.All()).Text, StringComparison.Ordinal);
        await forgotten.AskAsync(Camille, Stop);
        await books.Clock.SetAsync(books.Clock.GetUtcNow() + LoginLinks.Life);
        await desk.DeliversAsync();

        Assert.Single(desk.Tray.All());
        Assert.Equal(["dropped ", "sent "], await books.AskAsync<string[]>("select array_agg(state || ' ' || (variables ->> 'reset_address') order by state) from outbox_letter"));
    }

    private static async Task<double> TookAsync(ForgottenPasswords forgotten, string address)
    {
        var since = Stopwatch.StartNew();
        await forgotten.AskAsync(address, Stop);
        return since.Elapsed.TotalMilliseconds;
    }

    private static ForgottenPasswords Forgotten(Books books) => new(books.Database, new PasswordHasher<Login>(), new Tries(books.Clock), new PortalAddress(), books.Clock);

    /// <summary>The end of the link of the last letter.</summary>
    private static async Task<string> TokenAsync(Books books) =>
        new Uri(await books.AskAsync<string>("select variables ->> 'reset_address' from outbox_letter where name = 'PasswordReset' order by id desc limit 1")).Segments[^1];

    private static async Task<(Guid Login, FamilyFile File)> CamilleAsync(Books books)
    {
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin", email: Camille);
        return (await OpenAsync(books, "camille", Camille, town.Structure, Role.Parent, martin.Id), martin);
    }

    private static async Task<Guid> OpenAsync(Books books, string userName, string email, StructureId structure, Role role, FamilyId? family) =>
        (await new Logins(books.Database, new PasswordHasher<Login>()).CreateAsync(userName, email, Present, [(structure, role, family)], Stop)).Value;
}
