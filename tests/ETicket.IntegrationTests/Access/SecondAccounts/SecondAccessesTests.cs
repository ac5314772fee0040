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
    private const string Alix = "alix@famille.example";
    private const string Home = "192.0.2.1";
    private const string Chosen = "trois vélos sous la neige";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task R14_R16_One_adult_asks_the_mairie_says_yes_and_the_link_opens_the_file_once_to_an_identifiant_of_their_own()
    {
        var (desk, family, login) = await MartinAsync();
        await using var books = desk.Books;
        await AskAsync(desk, family, login);
        var asked = Assert.Single(await WaitingAsync(desk));
        Assert.Equal(("Alix Martin", Alix, "camille"), (asked.Adult, asked.Email, asked.AskedBy));

        await Desk(desk).AcceptAsync(desk.Town.Structure, asked.Id, "regisseur", Stop);
        await Assert.ThrowsAsync<RequestOver>(() => Desk(desk).AcceptAsync(desk.Town.Structure, asked.Id, "regisseur", Stop));
        // The one mailbox reads the link, which names nobody; the other adult reads the yes.
        Assert.Equal((1L, 1L), (await desk.LettersAsync("SecondAccountInvitation"), await desk.LettersAsync("SecondAccountDecided")));
        Assert.DoesNotContain("Martin", await books.AskAsync<string>("select variables::text from outbox_letter where name = 'SecondAccountInvitation'"), StringComparison.Ordinal);
        var token = await TokenAsync(desk);
        var texts = await desk.TextsAsync();
        var doors = Doors(desk);
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
        Assert.Empty(await desk.Agreements.OwedAsync(desk.Town.Structure, access.LoginId, Stop));
        Assert.Equal(family.Id, Assert.Single(await desk.SignIn.EnterAsync("camille", RegisteringDesk.Password, Home, Stop)).Family);
        Assert.Equal(Alix, await books.AskAsync<string>("select email from guardian where first_name = 'Alix'"));
        Assert.Equal(1, await desk.LettersAsync("AccountOpened"));
        Assert.Empty(await WaitingAsync(desk));
        await Assert.ThrowsAsync<NobodyToInvite>(() => AskAsync(desk, family, login));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R14_The_mairie_says_no_with_its_reason_to_whoever_asked_and_nothing_opens()
    {
        var (desk, family, login) = await MartinAsync();
        await using var books = desk.Books;
        await AskAsync(desk, family, login);
        var asked = Assert.Single(await WaitingAsync(desk));

        foreach (var mute in new[] { "", "  ", new string('x', 501), "a\0b" })
            await Assert.ThrowsAsync<RefusalWithoutReason>(() => Desk(desk).RefuseAsync(desk.Town.Structure, asked.Id, "regisseur", mute, Stop));
        await Desk(desk).RefuseAsync(desk.Town.Structure, asked.Id, "regisseur", "Apportez le jugement.", Stop);

        // Camille asked, and reads why; Alix has no address in the file.
        Assert.Equal("Camille Apportez le jugement", await books.AskAsync<string>("select variables ->> 'guardian_first_name' || ' ' || (variables ->> 'reason') from outbox_letter where name = 'SecondAccountDecided'"));
        Assert.Equal(0, await desk.LettersAsync("SecondAccountInvitation"));
        var said = Assert.Single((await new SecondAccesses(books.Database).ReadAsync(login, desk.Town.Structure, family.Id, Stop)).Asked);
        Assert.Equal((RequestState.Refused, "Apportez le jugement.", false), (said.State, said.Reason, said.Opened));
        await Assert.ThrowsAsync<UnknownRequest>(() => Desk(desk).AcceptAsync(desk.Town.Structure, Guid.NewGuid(), "regisseur", Stop));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R16_A_second_account_always_has_an_address_that_is_nobody_else_s()
    {
        var (desk, family, login) = await MartinAsync();
        await using var books = desk.Books;

        foreach (var wrong in new[] { "", "alix", "a@b@c", "alix@famille.example\r\nBcc: x@y.example", new string('a', 100_000) + "@famille.example" })
            await Assert.ThrowsAsync<NotAnAddress>(() => AskAsync(desk, family, login, wrong));
        await Assert.ThrowsAsync<AddressOfAnother>(() => AskAsync(desk, family, login, " CAMILLE@famille.example"));
        var stranger = await desk.Town.OpensAFile("Petit", email: "petit@famille.example");
        await Assert.ThrowsAsync<NobodyToInvite>(() => AskAsync(desk, stranger, login, adultOf: family));
        Assert.Equal("0", await FactorDesk.ReadOwnAsync(books.Owner, "select count(*)::text from second_account"));

        await AskAsync(desk, family, login, "faute@famille.example");
        await AskAsync(desk, family, login);
        Assert.Equal(Alix, Assert.Single(await WaitingAsync(desk)).Email);
    }

    [Fact]
    public async Task R14_A_link_is_void_after_a_week_once_another_is_sent_and_once_the_adult_left_the_file()
    {
        var (desk, family, login) = await MartinAsync();
        await using var books = desk.Books;
        await AskAsync(desk, family, login);
        var id = Assert.Single(await WaitingAsync(desk)).Id;
        await Desk(desk).AcceptAsync(desk.Town.Structure, id, "regisseur", Stop);
        var older = await TokenAsync(desk);
        await Desk(desk).SendAgainAsync(desk.Town.Structure, id, Stop);
        var newer = await TokenAsync(desk);
        Assert.Null(await Doors(desk).FindAsync(desk.Town.Structure, older, Stop));
        Assert.Equal(Alix, (await Doors(desk).FindAsync(desk.Town.Structure, newer, Stop))!.Email);
        Assert.Null(await Doors(desk).FindAsync(StructureId.New(), newer, Stop));

        await books.Clock.SetAsync(books.Clock.GetUtcNow() + AccessDesk.Life);
        Assert.Null(await Doors(desk).FindAsync(desk.Town.Structure, newer, Stop));
        await Desk(desk).SendAgainAsync(desk.Town.Structure, id, Stop);
        var last = await TokenAsync(desk);
        await FactorDesk.ReadOwnAsync(books.Owner, "update guardian set left_at = now(), receives_letters = false where first_name = 'Alix' returning first_name");
        var texts = await desk.TextsAsync();
        await Assert.ThrowsAsync<LinkOver>(() => Doors(desk).OpenAsync(desk.Town.Structure, last, new("alix-martin", Chosen, texts, Home), Stop));
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

    private async Task<(RegisteringDesk Desk, FamilyFile Family, Guid Login)> MartinAsync()
    {
        var desk = await RegisteringDesk.OpenAsync(cluster);
        var martin = await desk.Town.OpensAFile("Martin", email: "camille@famille.example");
        await martin.JoinedBy("Alix", null);
        await FactorDesk.ReadOwnAsync(desk.Books.Owner, "update guardian set last_name = 'Martin' where first_name = 'Alix' returning first_name");
        var login = await new Logins(desk.Books.Database, new PasswordHasher<Login>()).CreateAsync("camille", "camille@famille.example", RegisteringDesk.Password, [(desk.Town.Structure, Role.Parent, martin.Id)], Stop);
        await desk.Agreements.AcceptAsync(desk.Town.Structure, login.Value, await desk.TextsAsync(), Stop);
        return (desk, martin, login.Value);
    }

    private static async Task AskAsync(RegisteringDesk desk, FamilyFile family, Guid login, string email = Alix, FamilyFile? adultOf = null)
    {
        var alix = new GuardianId(await desk.Books.AskAsync<Guid>("select id from guardian where first_name = 'Alix' and family_id = $1", (adultOf ?? family).Id.Value));
        await new SecondAccesses(desk.Books.Database).AskAsync(login, desk.Town.Structure, family.Id, alix, email, Stop);
    }

    private static async Task<IReadOnlyList<WaitingAccess>> WaitingAsync(RegisteringDesk desk)
    {
        await using var work = await desk.Books.Database.BeginAsync(desk.Town.Structure, Stop);
        return await AccessDesk.WaitingAsync(work, Stop);
    }

    private static AccessDesk Desk(RegisteringDesk desk) => new(desk.Books.Database, new PortalAddress());

    private static Invitations Doors(RegisteringDesk desk) => new(desk.Books.Database, new PasswordHasher<Login>(), new Tries(desk.Books.Clock), new PortalAddress(), desk.Books.Clock);

    private static async Task<string> TokenAsync(RegisteringDesk desk) =>
        new Uri(await desk.Books.AskAsync<string>("select variables ->> 'accept_address' from outbox_letter where name = 'SecondAccountInvitation' order by id desc limit 1")).Segments[^1];
}
