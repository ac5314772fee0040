using ETicket.Families;
using ETicket.Families.Dossier;
using ETicket.IntegrationTests.World;

namespace ETicket.IntegrationTests.Families;

/// <summary>The cards of a family file are written one by one, whole or not at all, and nobody's words are lost under another's.</summary>
public sealed class CardsTests(Cluster cluster)
{
    [Theory]
    [InlineData(CardKind.Child)]
    [InlineData(CardKind.Guardian)]
    [InlineData(CardKind.Trusted)]
    [InlineData(CardKind.More)]
    public async Task R31_R35_R40_R41_R54_A_card_keeps_every_field_and_box_of_its_form(CardKind kind)
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var (school, diet) = (await town.OpensASchool("École Marlan"), await town.Serves("Végétarien"));
        var martin = await town.OpensAFile("Martin");
        await martin.Stands(FileState.ToSend);
        if (kind is CardKind.Trusted)
            await martin.Adds(kind, (Fields.FirstName, "Noémie"), (Fields.LastName, "Petit"));
        var typed = Fields.Of(kind).Select(f => (f.Name, f.Kind switch
        {
            FieldKind.PostalCode => "38630",
            FieldKind.Phone => "04 76 11 11 11",
            FieldKind.Email => "alex@famille.example",
            FieldKind.Birth => "2019-08-23",
            FieldKind.Box => "true",
            FieldKind.School => school.ToString(),
            FieldKind.Diet => diet.ToString(),
            FieldKind.Relation => nameof(Relation.Other),
            _ => $"Garder {f.Name}",
        })).ToArray();

        await martin.Saves(await martin.Card(kind), typed);

        var kept = await martin.Card(kind);
        Assert.Equal(typed, Fields.Of(kind).Select(f => (f.Name, kept[f.Name])));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R37_R38_R39_A_box_unticked_is_no()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        string[] boxes = [nameof(Child.ImageRight), nameof(Child.LeavesAlone), nameof(Child.Outings)];

        var fresh = await martin.Card(CardKind.Child);
        Assert.DoesNotContain(boxes, fresh.Is);
        await martin.Saves(await martin.Card(CardKind.Child), [.. boxes.Select(b => (b, "true"))]);
        await martin.Saves(await martin.Card(CardKind.Child), (nameof(Child.LeavesAlone), "false"));

        var child = await martin.Card(CardKind.Child);
        Assert.Equal([true, false, true], boxes.Select(child.Is));
    }

    [Fact]
    public async Task R42_One_adult_pays_and_whoever_paid_before_pays_no_more()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        await martin.Stands(FileState.ToSend);
        await martin.Saves(await martin.Card(CardKind.Guardian), (Fields.Pays, "true"));

        await martin.Adds(CardKind.Guardian, (Fields.FirstName, "Alix"), (Fields.LastName, "Martin"), (Fields.Pays, "true"));

        Assert.Equal(("Alix Martin", 1), ((await martin.Reads()).Payer?.Name, (await martin.Reads()).Cards.Count(c => c.Is(Fields.Pays))));
        await martin.Saves(await martin.Card(CardKind.Guardian, 1), (Fields.Pays, "true"));
        Assert.Equal(("Camille Martin", 1), ((await martin.Reads()).Payer?.Name, (await martin.Reads()).Cards.Count(c => c.Is(Fields.Pays))));
    }

    [Fact]
    public async Task R43_R44_R45_R51_A_trusted_person_is_added_at_any_time_picks_up_is_called_and_receives_no_letter()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");

        var nanny = await martin.Adds(
            CardKind.Trusted, (Fields.FirstName, "Noémie"), (Fields.LastName, "Petit"), (Fields.Email, "noemie@famille.example"), (Fields.PicksUp, "true"), (Fields.Emergency, "true"), (nameof(Guardian.Mobile), "0607897015"));

        var card = await martin.Card(CardKind.Trusted);
        Assert.Equal((nanny, true, true, "06 07 89 70 15"), (card.Subject, card.Is(Fields.PicksUp), card.Is(Fields.Emergency), card[nameof(Guardian.Mobile)]));
        await martin.Buys(2, "CANT-B");
        Assert.Equal(0L, await books.AskAsync<long>("select count(*) from outbox_letter where guardian_id = $1", nanny));
        Assert.NotEqual(0L, await books.AskAsync<long>("select count(*) from outbox_letter"));
        await martin.Leaves(card);
        Assert.Empty((await martin.Reads()).Of(CardKind.Trusted));
        await Assert.ThrowsAsync<UnknownCard>(() => martin.Leaves(card));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R46_The_last_writer_is_told_and_nothing_of_theirs_is_written_until_they_saw_it()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var shown = await martin.Card(CardKind.Guardian);

        await martin.Saves(shown, (nameof(Guardian.Mobile), "06 11 11 11 11"));
        await Assert.ThrowsAsync<CardChangedMeanwhile>(() => martin.Saves(shown, (nameof(Guardian.Mobile), "06 22 22 22 22"), (nameof(Guardian.Note), "Le soir")));
        var now = await martin.Card(CardKind.Guardian);
        await martin.Saves(shown, (nameof(Guardian.Mobile), "06 11 11 11 11"));
        Assert.Equal(("06 11 11 11 11", ""), (now[nameof(Guardian.Mobile)], now[nameof(Guardian.Note)]));

        await martin.Saves(now, (nameof(Guardian.Mobile), "06 22 22 22 22"));
        Assert.Equal("06 22 22 22 22", (await martin.Card(CardKind.Guardian))[nameof(Guardian.Mobile)]);
    }

    [Theory]
    [InlineData(CardKind.Child, nameof(FamilyChild.Note))]
    [InlineData(CardKind.Guardian, nameof(Guardian.Note))]
    [InlineData(CardKind.More, nameof(Family.OtherNote))]
    public async Task R46_Of_twenty_who_write_one_card_at_once_one_wins_and_nineteen_are_told(CardKind kind, string field)
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var shown = await martin.Card(kind);

        var answers = await Task.WhenAll(Enumerable.Range(1, 20).Select(async i =>
        {
            try
            {
                await martin.Saves(shown, (field, $"voix {i}"));
                return i;
            }
            catch (CardChangedMeanwhile)
            {
                return 0;
            }
        }));

        Assert.Equal($"voix {Assert.Single(answers, a => a > 0)}", (await martin.Card(kind))[field]);
    }

    [Fact]
    public async Task R46_A_card_added_twice_by_one_form_is_one_and_an_id_of_somebody_else_is_nobody_s()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var (martin, petit) = (await town.OpensAFile("Martin"), await town.OpensAFile("Petit"));
        var (cards, id, before) = (new FileCards(books.Database), Guid.CreateVersion7(), await petit.Written());
        var form = martin.Form(Filing.Blank(CardKind.Trusted, id), (Fields.FirstName, "Noémie"), (Fields.LastName, "Petit"));

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => cards.AddAsync(form, TestContext.Current.CancellationToken)));

        Assert.Single((await martin.Reads()).Of(CardKind.Trusted));
        foreach (var theirs in new[] { (await petit.Card(CardKind.Guardian)).Subject, petit.Children[0].Value })
        {
            await martin.Stands(FileState.ToSend);
            foreach (var kind in new[] { CardKind.Trusted, CardKind.Child })
            {
                var stolen = martin.Form(Filing.Blank(kind, theirs), (Fields.FirstName, "Lou"), (Fields.LastName, "Petit"));
                if ((kind is CardKind.Child) == (theirs == petit.Children[0].Value))
                    await Assert.ThrowsAsync<FormIncomplete>(() => cards.AddAsync(stolen, TestContext.Current.CancellationToken));
                await Assert.ThrowsAsync<UnknownCard>(() => cards.SaveAsync(stolen with { Kind = kind }, TestContext.Current.CancellationToken));
            }
        }
        Assert.Equal(before, await petit.Written());
    }

    [Fact]
    public async Task R36_A_derogation_has_its_reason_and_what_is_refused_writes_nothing_of_the_card()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        await martin.Stands(FileState.ToSend);
        var (card, before) = (await martin.Card(CardKind.Child), await martin.Written());

        var refused = await Assert.ThrowsAsync<CardRefused>(() => martin.Saves(card, (Fields.Derogation, "true"), (nameof(FamilyChild.Note), "Marche avec sa sœur")));
        var several = await Assert.ThrowsAsync<CardRefused>(() => martin.Saves(card, (Fields.FirstName, " "), (nameof(FamilyChild.PostalCode), "3863"), (nameof(FamilyChild.Town), "Rochefort")));

        Assert.Equal((Fields.DerogationReason, typeof(DerogationWithoutReason)), (refused.Faults.Single().Key, refused.Faults.Single().Value.GetType()));
        Assert.Equal([Fields.FirstName, nameof(FamilyChild.PostalCode)], several.Faults.Keys);
        Assert.Equal(before, await martin.Written());
    }
}
