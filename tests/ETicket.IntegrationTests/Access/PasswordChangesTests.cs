using ETicket.Access;
using ETicket.Access.Passwords;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using Microsoft.AspNetCore.Identity;

namespace ETicket.IntegrationTests.Access;

/// <summary>A password is changed once, and whoever's it is hears of it: the adult whose login it is, nobody else of the file.</summary>
public sealed class PasswordChangesTests(Cluster cluster)
{
    private const string Home = "192.0.2.10";
    private const string Present = "un premier mot de passe";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task R10_Of_many_changes_at_once_one_wins_and_one_letter_tells_it()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin", email: "martin@famille.example");
        var login = await OpenAsync(books, "martin", null, (town.Structure, martin.Id));
        var changes = Changes(books);

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(async i =>
        {
            try
            {
                await changes.ChangeAsync(login, Present, $"le choix de la porte {i} sans vent", Guid.NewGuid(), $"192.0.2.{i}", Stop);
                return true;
            }
            catch (WrongCurrentPassword)
            {
                return false;
            }
        }));

        Assert.Single(answers, won => won);
        Assert.Equal(1L, await books.AskAsync<long>("select count(*) from outbox_letter where name = 'CredentialsChanged'"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R10_A_person_of_two_communes_is_told_once_at_each_address()
    {
        await using var books = await Books.OpenAsync(cluster);
        var alpha = await Town.FoundAsync(books, new TownPlan("alpha"));
        var beta = await Town.FoundAsync(books, new TownPlan("beta"));
        var (here, there, moved) = (
            await alpha.OpensAFile("Martin", email: "Camille@famille.example"), await beta.OpensAFile("Petit", email: " camille@famille.example "), await beta.OpensAFile("Leroy", email: "ancienne@famille.example"));
        var login = await OpenAsync(books, "martin", "camille@famille.example", (alpha.Structure, here.Id), (beta.Structure, there.Id), (beta.Structure, moved.Id));

        await Changes(books).ChangeAsync(login, Present, "quatre vélos sous la pluie", Guid.NewGuid(), Home, Stop);

        Assert.Equal(
            ["ancienne@famille.example", "camille@famille.example"],
            await books.AskAsync<string[]>("select array_agg(lower(trim(g.email)) order by lower(trim(g.email))) from outbox_letter o join guardian g on g.structure_id = o.structure_id and g.id = o.guardian_id where o.name = 'CredentialsChanged'"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R5_The_other_adult_of_the_file_is_never_told_of_a_login_that_is_not_theirs()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin", email: "camille@famille.example");
        await martin.JoinedBy("Alix", "alix@famille.example");
        var (hers, nobodys) = (await OpenAsync(books, "camille", "camille@famille.example", (town.Structure, martin.Id)), await OpenAsync(books, "commun", null, (town.Structure, martin.Id)));
        var changes = Changes(books);

        Assert.Equal(["camille@famille.example"], await changes.AddressesAsync(hers, Stop));
        Assert.Empty(await changes.AddressesAsync(nobodys, Stop));
        await changes.ChangeAsync(nobodys, Present, "quatre vélos sous la pluie", Guid.NewGuid(), Home, Stop);
        Assert.Equal(0L, await books.AskAsync<long>("select count(*) from outbox_letter where name = 'CredentialsChanged'"));
    }

    private static PasswordChanges Changes(Books books) => new(books.Database, new PasswordHasher<Login>(), new Tries(books.Clock), new PortalAddress());

    private static async Task<Guid> OpenAsync(Books books, string userName, string? email, params (StructureId Structure, FamilyId Family)[] files) =>
        (await new Logins(books.Database, new PasswordHasher<Login>()).CreateAsync(userName, email, Present, [.. files.Select(f => (f.Structure, Role.Parent, (FamilyId?)f.Family))], Stop)).Value;
}
