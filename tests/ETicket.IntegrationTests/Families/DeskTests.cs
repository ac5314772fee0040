using ETicket.Families;
using ETicket.Families.Desk;
using ETicket.Families.Dossier;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;

namespace ETicket.IntegrationTests.Families;

/// <summary>The mairie answers a file once, and the answer leaves with its letter.</summary>
public sealed class DeskTests(Cluster cluster)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task R59_A_file_sent_is_answered_once_and_each_adult_who_receives_letters_is_written_to()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        await martin.JoinedBy("Alix", "alix@famille.example");
        await martin.Adds(CardKind.Trusted, (Fields.FirstName, "Noémie"), (Fields.LastName, "Petit"), (Fields.Email, "noemie@famille.example"));
        var desk = new FileDesk(books.Database, new PortalAddress());
        await Assert.ThrowsAsync<NothingToAnswer>(() => desk.ValidateAsync(town.Structure, martin.Id, Stop));

        await martin.Stands(FileState.Sent);
        Assert.Equal([(martin.Id, FileState.Sent, 0)], (await WaitingAsync(town)).Select(f => (f.Family, f.State, f.Asked)));
        await Assert.ThrowsAsync<FieldMissing>(() => desk.AskAsync(town.Structure, martin.Id, " ", Stop));
        await desk.AskAsync(town.Structure, martin.Id, "Livret de famille.\nPhoto", Stop);
        var family = (await martin.Reads()).Family;
        Assert.Equal((FileState.ToComplete, "Livret de famille.\nPhoto"), (family.FileState, family.Answer));
        await martin.Stands(FileState.Sent);
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ => await Record.ExceptionAsync(() => desk.ValidateAsync(town.Structure, martin.Id, Stop))));

        Assert.Equal((1, 3), (answers.Count(a => a is null), answers.Count(a => a is NothingToAnswer)));
        Assert.Empty(await WaitingAsync(town));
        Assert.Equal(
            ["FileProcessed Alix", "FileProcessed Camille", "FileToComplete Alix", "FileToComplete Camille"],
            await books.AskAsync<string[]>("select array_agg(o.name || ' ' || g.first_name order by o.name, g.first_name) from outbox_letter o join guardian g on g.id = o.guardian_id where o.name like 'File%'"));
        await books.ShouldBeHealthyAsync();
    }

    private static async Task<IReadOnlyList<WaitingFile>> WaitingAsync(Town town)
    {
        await using var work = await town.Books.Database.BeginAsync(town.Structure, Stop);
        return await FileDesk.WaitingAsync(work, Stop);
    }
}
