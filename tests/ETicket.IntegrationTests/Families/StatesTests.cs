using ETicket.Access;
using ETicket.Families;
using ETicket.Families.Dossier;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using Microsoft.AspNetCore.Identity;

namespace ETicket.IntegrationTests.Families;

/// <summary>What a family may write follows how far its file is; it is sent once, whole, and read only until the mairie answers.</summary>
public sealed class StatesTests(Cluster cluster)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(FileState.ToSend, true, true)]
    [InlineData(FileState.ToComplete, true, true)]
    [InlineData(FileState.Validated, false, true)]
    [InlineData(FileState.Sent, false, false)]
    public async Task R49_R58_What_a_family_writes_follows_the_state_of_its_file(FileState state, bool name, bool mobile)
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        await martin.Stands(state);

        async Task<string> WritesAsync(CardKind kind, string field, string typed)
        {
            try
            {
                await martin.Saves(await martin.Card(kind), (field, typed));
            }
            catch (FileIsBeingRead)
            {
                return "read";
            }
            return (await martin.Card(kind))[field];
        }

        var said = state is FileState.Sent ? "read" : null;
        Assert.Equal(said ?? (name ? "Dominique" : "Camille"), await WritesAsync(CardKind.Guardian, Fields.FirstName, "Dominique"));
        Assert.Equal(said ?? (name ? "2019-08-23" : ""), await WritesAsync(CardKind.Child, Fields.BornOn, "23/08/2019"));
        Assert.Equal(said ?? "06 07 89 70 15", await WritesAsync(CardKind.Guardian, nameof(Guardian.Mobile), "06.07.89.70.15"));
        Assert.Equal(said ?? "Marche seul", await WritesAsync(CardKind.Child, nameof(FamilyChild.Note), "Marche seul"));
        Assert.Equal(said ?? "Clé chez la voisine", await WritesAsync(CardKind.More, nameof(Family.EmergencyNote), "Clé chez la voisine"));
        foreach (var kind in new[] { CardKind.Child, CardKind.Guardian, CardKind.Trusted })
        {
            var may = mobile && (name || kind is CardKind.Trusted);
            if (may)
                await martin.Adds(kind, (Fields.FirstName, "Lou"), (Fields.LastName, "Martin"));
            else if (mobile)
                await martin.Asks(kind, (Fields.FirstName, "Lou"), (Fields.LastName, "Martin"));
            else
                await Assert.ThrowsAsync<FileIsBeingRead>(() => martin.Adds(kind, (Fields.FirstName, "Lou"), (Fields.LastName, "Martin")));
        }
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R41_The_address_an_adult_signs_in_with_is_never_changed_in_the_file()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var (martin, petit) = (await town.OpensAFile("Martin", email: "camille@famille.example"), await town.OpensAFile("Petit", email: null));
        await martin.JoinedBy("Alix", "alix@famille.example");
        var logins = new Logins(books.Database, new PasswordHasher<Login>());
        await logins.CreateAsync("camille", "camille@famille.example", "un premier mot de passe", [(town.Structure, Role.Parent, martin.Id)], Stop);
        await logins.CreateAsync("petit", null, "un premier mot de passe", [(town.Structure, Role.Parent, petit.Id)], Stop);
        await martin.Stands(FileState.ToSend);

        foreach (var place in new[] { 0, 1 })
            await martin.Saves(await martin.Card(CardKind.Guardian, place), (Fields.Email, "autre@famille.example"));
        await petit.Saves(await petit.Card(CardKind.Guardian), (Fields.Email, "autre@famille.example"), (nameof(Guardian.Note), "lue"));

        Assert.Equal(["camille@famille.example", "autre@famille.example"], (await martin.Reads()).Of(CardKind.Guardian).Select(c => c[Fields.Email]));
        var only = await petit.Card(CardKind.Guardian);
        Assert.Equal(("", "lue", true), (only[Fields.Email], only[nameof(Guardian.Note)], only.EmailHeld));
        await Assert.ThrowsAsync<HolderStays>(async () => await martin.Leaves(await martin.Card(CardKind.Guardian)));
        await martin.Leaves(await martin.Card(CardKind.Guardian, 1));
    }

    [Fact]
    public async Task R5_Neither_a_trusted_person_nor_who_left_owns_the_login_of_those_who_stay()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin", email: "camille@famille.example");
        var login = await new Logins(books.Database, new PasswordHasher<Login>()).CreateAsync("commun", null, "un premier mot de passe", [(town.Structure, Role.Parent, martin.Id)], Stop);
        async Task<string[]> OwnersAsync()
        {
            await using var command = books.Owner.CreateCommand("select coalesce(array_agg(first_name), '{}') from login_adults(array[$1])");
            command.Parameters.Add(new() { Value = login.Value });
            return (string[])(await command.ExecuteScalarAsync(Stop))!;
        }

        await martin.Adds(CardKind.Trusted, (Fields.FirstName, "Noémie"), (Fields.LastName, "Petit"), (Fields.Email, "noemie@famille.example"));
        Assert.Equal(["Camille"], await OwnersAsync());
        await martin.Stands(FileState.ToSend);
        await martin.Adds(CardKind.Guardian, (Fields.FirstName, "Alix"), (Fields.LastName, "Martin"), (Fields.Email, "alix@famille.example"));
        Assert.Empty(await OwnersAsync());
        await martin.Leaves((await martin.Reads()).Of(CardKind.Guardian).Single(c => c[Fields.FirstName] == "Camille"));

        Assert.Empty(await OwnersAsync());
    }

    [Fact]
    public async Task R50_R57_R58_R59_A_file_is_sent_once_when_nothing_is_missing_and_the_box_is_ticked()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        await martin.Stands(FileState.ToSend);

        Assert.Equal([MissingKind.BirthDay, MissingKind.Payer, MissingKind.Emergency], Missing.Of(await martin.Reads()).Select(m => m.Kind));
        await Assert.ThrowsAsync<FileNotComplete>(() => martin.Sends());
        await martin.Saves(await martin.Card(CardKind.Child), (Fields.BornOn, "2019-08-23"));
        await martin.Saves(await martin.Card(CardKind.Guardian), (Fields.Pays, "true"), (Fields.Emergency, "true"));
        Assert.Equal([(MissingKind.PayerAddress, nameof(Guardian.Address1)), (MissingKind.Emergency, nameof(Guardian.Mobile))], Missing.Of(await martin.Reads()).Select(m => (m.Kind, m.Field!)));
        await martin.Saves(
            await martin.Card(CardKind.Guardian), (nameof(Guardian.Address2), "Rue de la Mer"), (nameof(Guardian.PostalCode), "38630"), (nameof(Guardian.Town), "Rochefort"), (nameof(Guardian.WorkPhone), "04 76 22 22 22"));
        Assert.Empty(Missing.Of(await martin.Reads()));
        await Assert.ThrowsAsync<NotConfirmed>(() => martin.Sends(confirmed: false));
        var opened = await martin.Card(CardKind.Guardian);

        var sent = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ => await Record.ExceptionAsync(() => martin.Sends())));

        Assert.Equal((1, 3), (sent.Count(e => e is null), sent.Count(e => e is NothingToSend)));
        await Assert.ThrowsAsync<FileIsBeingRead>(() => martin.Saves(opened, (nameof(Guardian.Mobile), "06 07 89 70 15")));
        await Assert.ThrowsAsync<FileIsBeingRead>(async () => await martin.Leaves(await martin.Card(CardKind.Child)));
        var file = (await martin.Reads()).Family;
        Assert.Equal((FileState.Sent, "camille", true), (file.FileState, file.SentBy, file.StateSince is not null));
        await martin.Stands(FileState.ToComplete);
        await martin.Sends();
        await martin.Stands(FileState.Validated);
        await Assert.ThrowsAsync<NothingToSend>(() => martin.Sends());
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R50_A_file_without_child_or_responsable_says_so_and_who_pays_or_is_enrolled_stays()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var empty = new FamilyFile(town, FamilyId.New(), []);
        await new FamilyFiles(books.Database).OpenAsync(town.Structure, [new NewFamily(empty.Id, "V1", "Vide", [], [])], Stop);
        Assert.Equal([MissingKind.Child, MissingKind.Guardian], Missing.Of(await empty.Reads()).Select(m => m.Kind));
        var martin = await town.OpensAFile("Martin");
        await martin.Stands(FileState.ToSend);
        await martin.Saves(await martin.Card(CardKind.Guardian), (Fields.Pays, "true"));

        await Assert.ThrowsAsync<PayerStays>(async () => await martin.Leaves(await martin.Card(CardKind.Guardian)));
        await Assert.ThrowsAsync<EnrolledChildStays>(async () => await martin.Leaves(await martin.Card(CardKind.Child)));
        await martin.Adds(CardKind.Child, (Fields.FirstName, "Zoé"), (Fields.LastName, "Martin"));
        await martin.Leaves(await martin.Card(CardKind.Child, 1));

        Assert.Equal(["Martin 1"], (await martin.Reads()).Of(CardKind.Child).Select(c => c[Fields.FirstName]));
    }
}
