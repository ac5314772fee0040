using ETicket.Access;
using ETicket.Access.Addresses;
using ETicket.Access.Links;
using ETicket.Access.Passwords;
using ETicket.IntegrationTests.Mail;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using Microsoft.AspNetCore.Identity;

namespace ETicket.IntegrationTests.Access;

/// <summary>An address changes once the new mailbox says so, everywhere it stands, and the one given up hears of it.</summary>
public sealed class EmailChangesTests(Cluster cluster)
{
    private const string Home = "192.0.2.10";
    private const string Camille = "camille@famille.example";
    private const string New = "camille.nouvelle@famille.example";
    private const string Present = "un premier mot de passe";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task R6_R10_R17_The_new_mailbox_confirms_the_old_one_is_told_and_the_identifiant_stays()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (login, _) = await CamilleAsync(books);
        var (emails, tries) = Emails(books);
        await using var desk = await MailDesk.OpenAsync(books);

        await emails.AskAsync(login, Present, $"  {New} ", Home, Stop);
        var token = await TokenAsync(books);
        await desk.DeliversAsync();
        var asked = Assert.Single(desk.Tray.All());
        Assert.Equal([New], asked.Recipients);
        // Whoever reads that mailbox has proved nothing yet: no name of the family is there.
        Assert.All(new[] { "Camille", "Martin", "camille " }, word => Assert.DoesNotContain(word, asked.Text + asked.Subject, StringComparison.Ordinal));
        Assert.Equal(Camille, await AddressAsync(books));
        Assert.Equal(new AskedAddress(login, New), await emails.FindAsync(token, Stop));

        await emails.ConfirmAsync(token, login, "", Home, Stop);
        await desk.DeliversAsync();

        var told = desk.Tray.All().Single(m => m.Recipients.Contains(Camille, StringComparer.Ordinal));
        Assert.All(new[] { New, "Prévenez tout de suite votre mairie" }, word => Assert.Contains(word, told.Text, StringComparison.Ordinal));
        Assert.Equal(New, await AddressAsync(books));
        Assert.Equal("camille " + New, await FactorDesk.ReadOwnAsync(books.Owner, "select user_name || ' ' || email from login"));
        Assert.Single(await new SignIn(books.Database, new PasswordHasher<Login>(), tries).EnterAsync("camille", Present, Home, Stop));
        await Assert.ThrowsAsync<LinkOver>(() => emails.ConfirmAsync(token, login, "", Home, Stop));
        // G30: a letter that is gone keeps no link.
        Assert.Equal("", await books.AskAsync<string>("select variables ->> 'confirm_address' from outbox_letter where name = 'EmailConfirm'"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R17_Every_file_of_that_adult_follows_and_the_other_adult_of_each_is_left_alone()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (alpha, beta) = (await Town.FoundAsync(books, new TownPlan("alpha")), await Town.FoundAsync(books, new TownPlan("beta")));
        var (here, there) = (await alpha.OpensAFile("Martin", email: Camille), await beta.OpensAFile("Petit", email: "ancienne@famille.example"));
        await here.JoinedBy("Alix", "alix@famille.example");
        var login = await OpenAsync(books, "camille", Camille, (alpha.Structure, here.Id), (beta.Structure, there.Id));
        var (emails, _) = Emails(books);
        await emails.AskAsync(login, Present, New, Home, Stop);

        await emails.ConfirmAsync(await TokenAsync(books), login, "", Home, Stop);

        Assert.Equal(["alix@famille.example", New, New], await books.AskAsync<string[]>("select array_agg(email order by email) from guardian"));
        Assert.Equal(["ancienne@famille.example", Camille], await books.AskAsync<string[]>("select array_agg(address order by address) from outbox_letter where name = 'CredentialsChanged'"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R17_A_letter_that_reached_a_stranger_gives_him_nothing_and_his_guesses_are_counted()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (login, martin) = await CamilleAsync(books);
        var other = await OpenAsync(books, "autre", null, (martin.Town.Structure, (await martin.Town.OpensAFile("Petit", email: null)).Id));
        var (emails, tries) = Emails(books);
        await emails.AskAsync(login, Present, New, Home, Stop);
        var token = await TokenAsync(books);

        foreach (var session in new Guid?[] { null, other })
            await Assert.ThrowsAsync<WrongCurrentPassword>(() => emails.ConfirmAsync(token, session, "deviné", "198.51.100.7", Stop));
        Assert.Equal(Camille, await AddressAsync(books));
        for (var i = 2; i < Tries.BeforePause; i++)
            Assert.True(tries.Begin("CAMILLE", "198.51.100.7"));
        await Assert.ThrowsAsync<WrongCurrentPassword>(() => emails.ConfirmAsync(token, null, Present, "198.51.100.7", Stop));

        await emails.ConfirmAsync(token, null, Present, Home, Stop);
        Assert.Equal(New, await AddressAsync(books));
    }

    [Fact]
    public async Task R17_The_older_of_two_links_one_a_day_old_and_one_before_a_change_of_password_are_void()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (login, _) = await CamilleAsync(books);
        var (emails, tries) = Emails(books);
        await emails.AskAsync(login, Present, New, Home, Stop);
        var older = await TokenAsync(books);
        await emails.AskAsync(login, Present, "encore@famille.example", Home, Stop);
        var newer = await TokenAsync(books);
        Assert.Null(await emails.FindAsync(older, Stop));
        Assert.Equal("encore@famille.example", (await emails.FindAsync(newer, Stop))!.NewEmail);
        // A link to an address is none to a password, nor the other way round.
        var forgotten = new ForgottenPasswords(books.Database, new PasswordHasher<Login>(), tries, new PortalAddress(), books.Clock);
        Assert.Null(await forgotten.FindAsync(newer, Stop));
        await forgotten.AskAsync(Camille, Stop);
        var reset = new Uri(await books.AskAsync<string>("select variables ->> 'reset_address' from outbox_letter where name = 'PasswordReset'")).Segments[^1];
        Assert.Null(await emails.FindAsync(reset, Stop));
        Assert.NotNull(await emails.FindAsync(newer, Stop));

        await books.Clock.SetAsync(books.Clock.GetUtcNow().AddHours(24));
        Assert.Null(await emails.FindAsync(newer, Stop));
        await emails.AskAsync(login, Present, New, Home, Stop);
        var last = await TokenAsync(books);
        await new PasswordChanges(books.Database, new PasswordHasher<Login>(), tries, new PortalAddress()).ChangeAsync(login, Present, "quatre vélos sous la pluie", Guid.NewGuid(), Home, Stop);
        await Assert.ThrowsAsync<LinkOver>(() => emails.ConfirmAsync(last, login, "", Home, Stop));
        Assert.Equal(Camille, await AddressAsync(books));
    }

    [Fact]
    public async Task R17_Of_four_who_confirm_at_once_one_does()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (login, _) = await CamilleAsync(books);
        var (emails, _) = Emails(books);
        await emails.AskAsync(login, Present, New, Home, Stop);
        var token = await TokenAsync(books);

        var confirmed = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            try
            {
                await emails.ConfirmAsync(token, login, "", Home, Stop);
                return true;
            }
            catch (LinkOver)
            {
                return false;
            }
        }));

        Assert.Single(confirmed, won => won);
        Assert.Equal(1L, await books.AskAsync<long>("select count(*) from outbox_letter where name = 'CredentialsChanged'"));
    }

    [Fact]
    public async Task R16_R17_The_only_adult_of_a_file_gives_a_first_address_once_its_mailbox_said_yes_and_no_longer_once_there_are_two()
    {
        await using var books = await Books.OpenAsync(cluster);
        var martin = await (await Town.FoundAsync(books)).OpensAFile("Martin", email: null);
        var login = await OpenAsync(books, "camille", null, (martin.Town.Structure, martin.Id));
        var (emails, _) = Emails(books);

        Assert.True(await emails.MayAskAsync(login, Stop));
        await emails.AskAsync(login, Present, Camille, Home, Stop);
        Assert.Equal("", await books.AskAsync<string>("select coalesce(email, '') from guardian where last_name = 'Martin'"));
        await emails.ConfirmAsync(await TokenAsync(books), login, "", Home, Stop);

        Assert.Equal((Camille, Camille), (await AddressAsync(books), await FactorDesk.ReadOwnAsync(books.Owner, "select email from login where user_name = 'camille'")));
        // Nobody is told that an address was given up: there was none.
        Assert.Equal(0L, await books.AskAsync<long>("select count(*) from outbox_letter where name = 'CredentialsChanged'"));
        await books.ShouldBeHealthyAsync();

        var petit = await martin.Town.OpensAFile("Petit", email: null);
        var theirs = await OpenAsync(books, "petit", null, (martin.Town.Structure, petit.Id));
        await emails.AskAsync(theirs, Present, New, Home, Stop);
        await petit.JoinedBy("Alix", "alix@famille.example");
        Assert.False(await emails.MayAskAsync(theirs, Stop));
        var late = await TokenAsync(books);
        await Assert.ThrowsAsync<LinkOver>(() => emails.ConfirmAsync(late, theirs, "", Home, Stop));
        Assert.Equal(0L, await books.AskAsync<long>($"select count(*) from guardian where email = '{New}'"));
    }

    [Fact]
    public async Task R17_Nobody_takes_the_address_of_another_adult_of_the_file_neither_when_asked_nor_once_it_is_theirs()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (login, martin) = await CamilleAsync(books);
        await martin.JoinedBy("Alix", "alix@famille.example");
        await FactorDesk.ReadOwnAsync(books.Owner, "update guardian set last_name = 'Autre' where first_name = 'Alix' returning first_name");
        var (emails, _) = Emails(books);

        await Assert.ThrowsAsync<AddressOfAnother>(() => emails.AskAsync(login, Present, " ALIX@famille.example", Home, Stop));
        await emails.AskAsync(login, Present, New, Home, Stop);
        var token = await TokenAsync(books);
        await FactorDesk.ReadOwnAsync(books.Owner, $"update guardian set email = '{New}' where first_name = 'Alix' returning first_name");
        await Assert.ThrowsAsync<AddressOfAnother>(() => emails.ConfirmAsync(token, login, "", Home, Stop));
        Assert.Equal(Camille, await AddressAsync(books));

        // Whoever left the file bears nothing any more, and the link is as good as before.
        await FactorDesk.ReadOwnAsync(books.Owner, "update guardian set left_at = now(), receives_letters = false where first_name = 'Alix' returning first_name");
        await emails.ConfirmAsync(token, login, "", Home, Stop);
        Assert.Equal(New, await AddressAsync(books));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R22_What_is_no_address_the_present_one_a_wrong_password_and_a_fourth_letter_are_refused_and_nothing_is_written()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (login, martin) = await CamilleAsync(books);
        var petit = await martin.Town.OpensAFile("Petit", email: null);
        await petit.JoinedBy("Alix", "alix@famille.example");
        var nobodys = await OpenAsync(books, "commun", null, (martin.Town.Structure, petit.Id));
        var (emails, _) = Emails(books);

        foreach (var wrong in new[] { "", "camille", "a@b@c", "camille@famille.example\r\nBcc: x@y.example", new string('a', 100_000) + "@famille.example" })
            await Assert.ThrowsAsync<NotAnAddress>(() => emails.AskAsync(login, Present, wrong, Home, Stop));
        await Assert.ThrowsAsync<AlreadyYourAddress>(() => emails.AskAsync(login, Present, " CAMILLE@famille.example", Home, Stop));
        await Assert.ThrowsAsync<NoAddressOfYours>(() => emails.AskAsync(nobodys, Present, New, Home, Stop));
        await Assert.ThrowsAsync<WrongCurrentPassword>(() => emails.AskAsync(login, "un autre", New, Home, Stop));
        Assert.Equal(0L, await books.AskAsync<long>("select count(*) from outbox_letter"));
        for (var i = 0; i < LoginLinks.PerHour; i++)
            await emails.AskAsync(login, Present, New, Home, Stop);
        await Assert.ThrowsAsync<TooManyLetters>(() => emails.AskAsync(login, Present, New, Home, Stop));
        Assert.Equal((long)LoginLinks.PerHour, await books.AskAsync<long>("select count(*) from outbox_letter"));
    }

    private static (EmailChanges Emails, Tries Tries) Emails(Books books)
    {
        var tries = new Tries(books.Clock);
        return (new EmailChanges(books.Database, new PasswordHasher<Login>(), tries, new PortalAddress()), tries);
    }

    private static Task<string> AddressAsync(Books books) => books.AskAsync<string>("select email from guardian where last_name = 'Martin'");

    /// <summary>The end of the link of the last letter.</summary>
    private static async Task<string> TokenAsync(Books books) =>
        new Uri(await books.AskAsync<string>("select variables ->> 'confirm_address' from outbox_letter where name = 'EmailConfirm' order by id desc limit 1")).Segments[^1];

    private static async Task<(Guid Login, FamilyFile File)> CamilleAsync(Books books)
    {
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin", email: Camille);
        return (await OpenAsync(books, "camille", Camille, (town.Structure, martin.Id)), martin);
    }

    private static async Task<Guid> OpenAsync(Books books, string userName, string? email, params (StructureId Structure, FamilyId Family)[] files) =>
        (await new Logins(books.Database, new PasswordHasher<Login>()).CreateAsync(userName, email, Present, [.. files.Select(f => (f.Structure, Role.Parent, (FamilyId?)f.Family))], Stop)).Value;
}
