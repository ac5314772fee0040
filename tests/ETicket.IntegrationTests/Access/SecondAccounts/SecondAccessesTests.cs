using ETicket.Access;
using ETicket.Access.Addresses;
using ETicket.Access.Links;
using ETicket.Access.Passwords;
using ETicket.Access.Registering;
using ETicket.Access.SecondAccounts;
using ETicket.IntegrationTests.Access.Registering;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Structures;
using Microsoft.AspNetCore.Identity;

namespace ETicket.IntegrationTests.Access.SecondAccounts;

/// <summary>The other responsable of a file has an access of their own: one adult asks, the mairie says yes or no, and the mailbox that was named opens it.</summary>
public sealed class SecondAccessesTests(Cluster cluster)
{
    private const string Alix = SecondAccessDesk.Alix;
    private const string Home = SecondAccessDesk.Home;
    private const string Chosen = SecondAccessDesk.Chosen;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task R14_R16_One_adult_asks_the_mairie_says_yes_and_the_link_opens_the_file_once_to_an_identifiant_of_their_own()
    {
        var (desk, family, login) = await SecondAccessDesk.MartinAsync(cluster);
        await using var books = desk.Books;
        await desk.AsksAsync(family, login);
        var asked = Assert.Single(await desk.WaitingAsync());
        Assert.Equal(("Alix Martin", Alix, "camille"), (asked.Adult, asked.Email, asked.AskedBy));

        await books.Clock.SetAsync(books.Clock.GetUtcNow().AddDays(1));
        await desk.Answers().AcceptAsync(desk.Town.Structure, asked.Id, "regisseur", Stop);
        await Assert.ThrowsAsync<RequestOver>(() => desk.Answers().AcceptAsync(desk.Town.Structure, asked.Id, "regisseur", Stop));
        // The one mailbox reads the link, which names nobody; the other adult reads the yes.
        Assert.Equal((1L, 1L), (await desk.LettersAsync("SecondAccountInvitation"), await desk.LettersAsync("SecondAccountDecided")));
        Assert.DoesNotContain("Martin", await books.AskAsync<string>("select variables::text from outbox_letter where name = 'SecondAccountInvitation'"), StringComparison.Ordinal);
        var token = await desk.InvitedAsync();
        var texts = await desk.TextsAsync();
        var doors = desk.Doors();
        foreach (var (name, password, accepted, refusal) in new (string, string, Guid[], Type)[]
                 {
                     ("al", Chosen, texts, typeof(UserNameUnreadable)), ("ali x", Chosen, texts, typeof(UserNameUnreadable)), (new string('a', 101), Chosen, texts, typeof(UserNameUnreadable)),
                     (" CAMILLE", Chosen, texts, typeof(UserNameTaken)), ("alix-martin", "trop court", texts, typeof(PasswordTooShort)), ("alix-martin", Chosen, [], typeof(TextsNotAccepted)),
                 })
            await Assert.ThrowsAsync(refusal, () => doors.OpenAsync(desk.Town.Structure, token, new(name, password, accepted, Home), Stop));
        Assert.Equal("1", await FactorDesk.ReadOwnAsync(books.Owner, "select count(*)::text from login"));

        var opened = await Task.WhenAll(Enumerable.Range(0, 4).Select(async i =>
        {
            try
            {
                await doors.OpenAsync(desk.Town.Structure, token, new($"alix-martin-{i}", Chosen, texts, Home), Stop);
                return i;
            }
            catch (LinkOver)
            {
                return -1;
            }
        }));

        var won = Assert.Single(opened, i => i >= 0);
        var access = Assert.Single(await desk.SignIn.EnterAsync($"alix-martin-{won}", Chosen, Home, Stop));
        Assert.Equal((Role.Parent, (FamilyId?)family.Id), (access.Role, access.Family));
        // The texts were accepted when the link was followed, not when the other adult asked.
        Assert.Empty(await desk.Agreements.OwedAsync(desk.Town.Structure, access.LoginId, Stop));
        Assert.Equal("2", await FactorDesk.ReadOwnAsync(books.Owner, $"select count(*)::text from agreement a join second_account s on s.opened_at = a.at and s.asked_at < a.at where a.login_id = '{access.LoginId}'"));
        Assert.Equal(family.Id, Assert.Single(await desk.SignIn.EnterAsync("camille", RegisteringDesk.Password, Home, Stop)).Family);
        Assert.Equal(Alix, await books.AskAsync<string>("select email from guardian where first_name = 'Alix'"));
        Assert.Equal(1, await desk.LettersAsync("AccountOpened"));
        Assert.Empty(await desk.WaitingAsync());
        await Assert.ThrowsAsync<NobodyToInvite>(() => desk.AsksAsync(family, login));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R14_The_mairie_says_no_with_its_reason_to_whoever_asked_and_nothing_opens()
    {
        var (desk, family, login) = await SecondAccessDesk.MartinAsync(cluster);
        await using var books = desk.Books;
        await desk.AsksAsync(family, login);
        var asked = Assert.Single(await desk.WaitingAsync());

        foreach (var mute in new[] { "", "  ", new string('x', 501), "a\0b" })
            await Assert.ThrowsAsync<RefusalWithoutReason>(() => desk.Answers().RefuseAsync(desk.Town.Structure, asked.Id, "regisseur", mute, Stop));
        await desk.Answers().RefuseAsync(desk.Town.Structure, asked.Id, "regisseur", "Apportez le jugement.", Stop);

        // Camille asked, and reads why; Alix has no address in the file.
        Assert.Equal("Camille Apportez le jugement", await books.AskAsync<string>("select variables ->> 'guardian_first_name' || ' ' || (variables ->> 'reason') from outbox_letter where name = 'SecondAccountDecided'"));
        Assert.Equal(0, await desk.LettersAsync("SecondAccountInvitation"));
        var said = Assert.Single((await new SecondAccesses(books.Database).ReadAsync(login, desk.Town.Structure, family.Id, Stop)).Asked);
        Assert.Equal((RequestState.Refused, "Apportez le jugement.", false), (said.State, said.Reason, said.Opened));
        await Assert.ThrowsAsync<UnknownRequest>(() => desk.Answers().AcceptAsync(desk.Town.Structure, Guid.NewGuid(), "regisseur", Stop));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R16_A_second_account_always_has_an_address_that_is_nobody_else_s()
    {
        var (desk, family, login) = await SecondAccessDesk.MartinAsync(cluster);
        await using var books = desk.Books;

        foreach (var wrong in new[] { "", "alix", "a@b@c", "alix@famille.example\r\nBcc: x@y.example", new string('a', 100_000) + "@famille.example" })
            await Assert.ThrowsAsync<NotAnAddress>(() => desk.AsksAsync(family, login, wrong));
        await Assert.ThrowsAsync<AddressOfAnother>(() => desk.AsksAsync(family, login, " CAMILLE@famille.example"));
        var stranger = await desk.Town.OpensAFile("Petit", email: "petit@famille.example");
        await Assert.ThrowsAsync<NobodyToInvite>(() => desk.AsksAsync(stranger, login, adultOf: family));
        Assert.Equal("0", await FactorDesk.ReadOwnAsync(books.Owner, "select count(*)::text from second_account"));

        await desk.AsksAsync(family, login, "faute@famille.example");
        await desk.AsksAsync(family, login);
        Assert.Equal(Alix, Assert.Single(await desk.WaitingAsync()).Email);
    }

    [Fact]
    public async Task R14_Of_two_requests_for_one_adult_the_mairie_reads_one_line_and_the_adult_s_own_stands()
    {
        var (desk, family, login) = await SecondAccessDesk.MartinAsync(cluster);
        await using var books = desk.Books;
        await FactorDesk.ReadOwnAsync(books.Owner, $"update guardian set email = '{Alix}' where first_name = 'Alix' returning first_name");
        await desk.AsksAsync(family, login, "faute@famille.example");
        Assert.Equal(("camille", "faute@famille.example"), Assert.Single((await desk.WaitingAsync()).Select(w => (w.AskedBy, w.Email))));

        await desk.AskAsync(Alix);
        Assert.Equal(AccountOpening.Asked, await desk.Accounts.OpenAsync(desk.Town.Structure, await desk.TokenAsync(), Stop));
        Assert.Equal((null, Alix, Alix), Assert.Single((await desk.WaitingAsync()).Select(w => (w.AskedBy, w.Email, w.FileEmail))));
        await Assert.ThrowsAsync<AlreadyAsked>(() => desk.AsksAsync(family, login, "faute@famille.example"));
        // Camille reads no request that is not hers.
        Assert.Empty((await new SecondAccesses(books.Database).ReadAsync(login, desk.Town.Structure, family.Id, Stop)).Asked);

        // Accepted and not followed yet, it is one line too; and no other structure reads it.
        await desk.Answers().AcceptAsync(desk.Town.Structure, Assert.Single(await desk.WaitingAsync()).Id, "regisseur", Stop);
        Assert.NotNull(Assert.Single(await desk.WaitingAsync()).Until);
        var elsewhere = await Town.FoundAsync(books, new TownPlan("ailleurs"));
        await using var work = await books.Database.BeginAsync(elsewhere.Structure, Stop);
        Assert.Empty(await AccessDesk.WaitingAsync(work, Stop));
    }

    [Fact]
    public async Task R14_A_link_is_void_after_a_week_once_another_is_sent_and_once_the_adult_left_the_file()
    {
        var (desk, family, login) = await SecondAccessDesk.MartinAsync(cluster);
        await using var books = desk.Books;
        await desk.AsksAsync(family, login);
        var id = Assert.Single(await desk.WaitingAsync()).Id;
        await desk.Answers().AcceptAsync(desk.Town.Structure, id, "regisseur", Stop);
        var older = await desk.InvitedAsync();
        await desk.Answers().SendAgainAsync(desk.Town.Structure, id, Stop);
        var newer = await desk.InvitedAsync();
        Assert.Null(await desk.Doors().FindAsync(desk.Town.Structure, older, Stop));
        Assert.Equal(Alix, (await desk.Doors().FindAsync(desk.Town.Structure, newer, Stop))!.Email);
        Assert.Null(await desk.Doors().FindAsync(StructureId.New(), newer, Stop));

        await books.Clock.SetAsync(books.Clock.GetUtcNow() + AccessDesk.Life);
        Assert.Null(await desk.Doors().FindAsync(desk.Town.Structure, newer, Stop));
        await desk.Answers().SendAgainAsync(desk.Town.Structure, id, Stop);
        var last = await desk.InvitedAsync();
        await FactorDesk.ReadOwnAsync(books.Owner, "update guardian set left_at = now(), receives_letters = false where first_name = 'Alix' returning first_name");
        var texts = await desk.TextsAsync();
        await Assert.ThrowsAsync<LinkOver>(() => desk.Doors().OpenAsync(desk.Town.Structure, last, new("alix-martin", Chosen, texts, Home), Stop));
        Assert.Equal("1", await FactorDesk.ReadOwnAsync(books.Owner, "select count(*)::text from login"));
    }

    [Fact]
    public async Task R16_The_structure_decides_whether_an_address_is_asked_for_before_the_pages_open()
    {
        var desk = await RegisteringDesk.OpenAsync(cluster);
        await using var books = desk.Books;
        var (needs, setup, logins) = (new AddressNeeds(books.Database), new StructureSetup(books.Database), new Logins(books.Database, new PasswordHasher<Login>()));
        var (with, without) = (await desk.Town.OpensAFile("Martin", email: "camille@famille.example"), await desk.Town.OpensAFile("Petit", email: null));
        var martin = await logins.CreateAsync("camille", "camille@famille.example", Chosen, [(desk.Town.Structure, Role.Parent, with.Id)], Stop);
        var petit = await logins.CreateAsync("petit", null, Chosen, [(desk.Town.Structure, Role.Parent, without.Id)], Stop);
        async Task<(bool, bool)> OwedAsync() => (await needs.IsOwedAsync(desk.Town.Structure, martin.Value, Stop), await needs.IsOwedAsync(desk.Town.Structure, petit.Value, Stop));

        Assert.Equal((false, false), await OwedAsync());
        await setup.AskForEmailAsync(desk.Town.Structure, true, Stop);
        Assert.Equal((false, true), await OwedAsync());
        await FactorDesk.ReadOwnAsync(books.Owner, "update guardian set email = 'petit@famille.example' where last_name = 'Petit' returning first_name");
        Assert.Equal((false, false), await OwedAsync());
        await setup.AskForEmailAsync(desk.Town.Structure, false, Stop);
        Assert.Equal((false, false), await OwedAsync());
    }
}
