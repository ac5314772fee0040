using ETicket.Access;
using ETicket.Access.Addresses;
using ETicket.Access.SecondAccounts;
using ETicket.IntegrationTests.Access.Registering;
using ETicket.IntegrationTests.World;

namespace ETicket.IntegrationTests.Access.SecondAccounts;

/// <summary>Whoever is invited and has an account enters by it: nobody is given a second one, and nobody enters by another's.</summary>
public sealed class KnownAccountsTests(Cluster cluster)
{
    private const string Alix = SecondAccessDesk.Alix;
    private const string Home = SecondAccessDesk.Home;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task R13_R14_Whoever_signs_in_by_an_identifiant_that_is_no_address_is_told_so_and_enters_both_files_by_it()
    {
        var (desk, family, login) = await SecondAccessDesk.MartinAsync(cluster);
        await using var books = desk.Books;
        var petit = await desk.Town.OpensAFile("Petit", email: Alix);
        await desk.SignsUpAsync("alix33", Alix, petit);
        var token = await desk.InvitesAsync(family, login);

        Assert.Equal(["alix33"], (await desk.Doors().FindAsync(desk.Town.Structure, token, Stop))!.Known);
        var texts = await desk.TextsAsync();
        await Assert.ThrowsAsync<AccountOfYours>(() => OpenAsync(desk, token, new("alix-martin", SecondAccessDesk.Chosen, texts, Home)));
        foreach (var (name, password) in new[] { ("alix33", "un autre"), ("personne", RegisteringDesk.Password), ("", "") })
            await Assert.ThrowsAsync<WrongIdentifiers>(() => OpenAsync(desk, token, new(name, password, [], Home, Mine: true)));
        await OpenAsync(desk, token, new(" Alix33 ", RegisteringDesk.Password, [], Home, Mine: true));

        var opened = await desk.SignIn.EnterAsync("alix33", RegisteringDesk.Password, Home, Stop);
        Assert.Equal(new[] { family.Id, petit.Id }.OrderBy(f => f.Value), opened.Select(o => o.Family!.Value).OrderBy(f => f.Value));
        Assert.Equal("2", await FactorDesk.ReadOwnAsync(books.Owner, "select count(*)::text from login"));
        // The texts of the structure are asked for at its next page: nobody said yes here.
        Assert.Equal(2, (await desk.Agreements.OwedAsync(desk.Town.Structure, opened[0].LoginId, Stop)).Count);
        Assert.Equal(Alix, await books.AskAsync<string>("select email from guardian where first_name = 'Alix'"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R14_A_login_the_address_does_not_tell_is_proved_by_its_password_and_gets_the_address_by_which_it_is_known()
    {
        var (desk, family, login) = await SecondAccessDesk.MartinAsync(cluster);
        await using var books = desk.Books;
        var petit = await desk.Town.OpensAFile("Petit", email: null);
        await desk.SignsUpAsync("alix-sans-adresse", null, petit);
        var token = await desk.InvitesAsync(family, login);
        Assert.Empty((await desk.Doors().FindAsync(desk.Town.Structure, token, Stop))!.Known);

        await OpenAsync(desk, token, new("alix-sans-adresse", RegisteringDesk.Password, [], Home, Mine: true));

        Assert.Equal(2, (await desk.SignIn.EnterAsync("alix-sans-adresse", RegisteringDesk.Password, Home, Stop)).Count);
        Assert.Equal(Alix, await FactorDesk.ReadOwnAsync(books.Owner, "select email from login where user_name = 'alix-sans-adresse'"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R14_Nobody_enters_a_file_twice_by_the_login_or_the_address_of_its_other_adult()
    {
        var (desk, family, login) = await SecondAccessDesk.MartinAsync(cluster);
        await using var books = desk.Books;
        // Of another file, with Camille's address: the adult would bear it too, and nobody would know whose login is whose.
        await desk.SignsUpAsync("prete", SecondAccessDesk.Camille, await desk.Town.OpensAFile("Petit", email: "petit@famille.example"));
        var token = await desk.InvitesAsync(family, login);

        foreach (var name in new[] { "camille", "prete" })
            await Assert.ThrowsAsync<LoginOfAnother>(() => OpenAsync(desk, token, new(name, RegisteringDesk.Password, [], Home, Mine: true)));

        Assert.Equal("2", await FactorDesk.ReadOwnAsync(books.Owner, "select count(*)::text from login_access"));
        Assert.NotNull(await desk.Doors().FindAsync(desk.Town.Structure, token, Stop));
    }

    [Fact]
    public async Task R14_Where_the_other_adult_signs_in_by_that_very_address_another_identifiant_is_chosen()
    {
        var (desk, family, login) = await SecondAccessDesk.MartinAsync(cluster);
        await using var books = desk.Books;
        // Camille's identifiant was the address of the couple, which is Alix's today.
        await FactorDesk.ReadOwnAsync(books.Owner, $"update login set user_name = '{Alix}', normalized_user_name = upper('{Alix}') where user_name = 'camille' returning user_name");
        var token = await desk.InvitesAsync(family, login);

        var found = (await desk.Doors().FindAsync(desk.Town.Structure, token, Stop))!;
        Assert.Equal((0, null), (found.Known.Count, found.Suggested));
        var texts = await desk.TextsAsync();
        await Assert.ThrowsAsync<UserNameTaken>(() => OpenAsync(desk, token, new(Alix, SecondAccessDesk.Chosen, texts, Home)));
        await OpenAsync(desk, token, new("alix-martin", SecondAccessDesk.Chosen, texts, Home));
        Assert.Equal(family.Id, Assert.Single(await desk.SignIn.EnterAsync("alix-martin", SecondAccessDesk.Chosen, Home, Stop)).Family);
    }

    [Fact]
    public async Task R14_Of_a_couple_that_shares_one_address_and_one_login_the_other_is_invited_by_an_address_of_their_own()
    {
        var (desk, family, login) = await SecondAccessDesk.MartinAsync(cluster);
        await using var books = desk.Books;
        await FactorDesk.ReadOwnAsync(books.Owner, $"update guardian set email = '{SecondAccessDesk.Camille}' where first_name = 'Alix' returning first_name");
        await Assert.ThrowsAsync<AddressOfAnother>(() => desk.AsksAsync(family, login, SecondAccessDesk.Camille));
        var token = await desk.InvitesAsync(family, login);

        await OpenAsync(desk, token, new("alix-martin", SecondAccessDesk.Chosen, await desk.TextsAsync(), Home));

        Assert.Equal(Alix, await books.AskAsync<string>("select email from guardian where first_name = 'Alix'"));
        await Assert.ThrowsAsync<NobodyToInvite>(() => desk.AsksAsync(family, login));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R14_R15_Of_two_homes_of_a_child_an_access_opens_the_one_whose_adult_asked_and_nothing_of_the_other()
    {
        var desk = await RegisteringDesk.OpenAsync(cluster);
        await using var books = desk.Books;
        var (mother, father) = await desk.Town.TwoHomes();
        await mother.JoinedBy("Alix", null);
        var hers = await desk.SignsUpAsync("mere", "mere@famille.example", mother);
        await desk.SignsUpAsync("pere", "pere@famille.example", father);
        var token = await desk.InvitesAsync(mother, hers);

        await OpenAsync(desk, token, new("alix-martin", SecondAccessDesk.Chosen, await desk.TextsAsync(), Home));

        Assert.Equal(mother.Id, Assert.Single(await desk.SignIn.EnterAsync("alix-martin", SecondAccessDesk.Chosen, Home, Stop)).Family);
        // The other home hears nothing of it, and reads no name of it.
        Assert.Equal(0L, await books.AskAsync<long>("select count(*) from outbox_letter where family_id = $1", father.Id.Value));
        var seen = await new SecondAccesses(books.Database).ReadAsync(hers, desk.Town.Structure, father.Id, Stop);
        Assert.Empty(seen.Asked);
        await books.ShouldBeHealthyAsync();
    }

    private static Task OpenAsync(RegisteringDesk desk, string token, InvitationAnswer answer) => desk.Doors().OpenAsync(desk.Town.Structure, token, answer, Stop);
}
