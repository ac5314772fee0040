using ETicket.Families;
using ETicket.Families.Changes;
using ETicket.Families.Dossier;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;

namespace ETicket.IntegrationTests.Families;

/// <summary>Of a validated file, a child or a responsable more is asked for; each answer of the mairie leaves with its letter, and is said for thirty days.</summary>
public sealed class AdditionsTests(Cluster cluster)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task R45_R49_A_child_asked_for_enters_the_file_once_accepted_with_every_field_and_a_letter_says_so()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        await martin.JoinedBy("Alix", "alix@famille.example");
        var decisions = new Decisions(books.Database, new PortalAddress());

        var asked = await martin.Asks(CardKind.Child, (Fields.FirstName, "Léo"), (Fields.LastName, "Martin-Petit"), (Fields.BornOn, "02/01/2022"), (nameof(Child.Outings), "true"), (nameof(FamilyChild.Note), "Marche seul"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ => await Record.ExceptionAsync(() => decisions.AcceptAsync(town.Structure, asked.Id, "mairie", Stop))));

        Assert.Equal((1, 3), (answers.Count(a => a is null), answers.Count(a => a is ChangeOver)));
        var child = Assert.Single((await martin.Reads()).Of(CardKind.Child), c => c.Subject == asked.Subject);
        Assert.Equal(("Léo Martin-Petit", "2022-01-02", true, "Marche seul"), (child.Name, child[Fields.BornOn], child.Is(nameof(Child.Outings)), child[nameof(FamilyChild.Note)]));
        Assert.Equal(["Alix Léo Martin-Petit true true", "Camille Léo Martin-Petit true true"], await LettersAsync(books));
        // The form sent again once it is there adds nothing, and asks for nothing.
        Assert.Equal(new SavedCard(0, 0), await new FileCards(books.Database).AddAsync(martin.Form(Filing.Blank(CardKind.Child, asked.Subject), (Fields.FirstName, "Léo"), (Fields.LastName, "Martin")), Stop));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R46_R49_A_responsable_refused_stays_out_with_the_reason_and_one_withdrawn_is_no_longer_asked_for()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var decisions = new Decisions(books.Database, new PortalAddress());
        (string, string)[] alix = [(Fields.FirstName, "Alix"), (Fields.LastName, "Petit"), (Fields.Pays, "true")];

        var refused = await martin.Asks(CardKind.Guardian, alix);
        await decisions.RefuseAsync(town.Structure, refused.Id, "mairie", "Apportez le livret de famille.", Stop);
        var withdrawn = await martin.Asks(CardKind.Guardian, alix);
        await new FileChanges(books.Database).WithdrawAsync(town.Structure, martin.Id, withdrawn.Id, "camille", Stop);
        await Assert.ThrowsAsync<ChangeOver>(() => decisions.AcceptAsync(town.Structure, withdrawn.Id, "mairie", Stop));

        var file = await martin.Reads();
        Assert.Single(file.Of(CardKind.Guardian));
        Assert.Equal((null, "Apportez le livret de famille."), (file.Payer?.Name, file.Changes.Single(c => c.Id == refused.Id).Reason));
        Assert.Equal(["Camille Alix Petit true false Apportez le livret de famille"], await LettersAsync(books));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R46_Twenty_children_and_those_asked_for_are_all_a_file_takes()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        for (var i = (await martin.Reads()).Of(CardKind.Child).Count(); i < FileCards.Most; i++)
            await martin.Asks(CardKind.Child, (Fields.FirstName, $"Léo{(char)('a' + i)}"), (Fields.LastName, "Martin"));

        await Assert.ThrowsAsync<TooManyCards>(() => martin.Adds(CardKind.Child, (Fields.FirstName, "Zoé"), (Fields.LastName, "Martin")));
    }

    [Fact]
    public async Task R46_What_was_accepted_is_said_for_thirty_days_and_what_was_refused_until_it_is_asked_again()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var decisions = new Decisions(books.Database, new PortalAddress());
        await martin.Saves(await martin.Card(CardKind.Child), (Fields.LastName, "Martin-Petit"), (nameof(Child.Grade), "CP"));
        var asked = (await martin.Reads()).Changes;
        await decisions.AcceptAsync(town.Structure, asked.Single(c => c.Field == Fields.LastName).Id, "mairie", Stop);
        await decisions.RefuseAsync(town.Structure, asked.Single(c => c.Field == nameof(Child.Grade)).Id, "mairie", "Il est en CE1.", Stop);
        var today = books.Clock.Today;

        await town.SetsTheClock(today.AddDays(29), "08:00");
        Assert.Equal([ChangeState.Accepted, ChangeState.Refused], (await martin.Reads()).Changes.Select(c => c.State).Order());
        await town.SetsTheClock(today.AddDays(31), "20:00");
        Assert.Equal([ChangeState.Refused], (await martin.Reads()).Changes.Select(c => c.State));
    }

    /// <summary>Who is told what of the decisions.</summary>
    private static Task<string[]> LettersAsync(Books books) => books.AskAsync<string[]>(
        """
        select array_agg(concat_ws(' ', g.first_name, o.variables ->> 'card', o.variables ->> 'added', o.variables ->> 'accepted', o.variables ->> 'reason') order by g.first_name)
        from outbox_letter o join guardian g on g.id = o.guardian_id where o.name = 'ChangeDecided'
        """);
}
