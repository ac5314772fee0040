using ETicket.Families;
using ETicket.Families.Dossier;
using ETicket.IntegrationTests.World;

namespace ETicket.IntegrationTests.Families;

/// <summary>A child of two homes: each writes its own address and note, and never reads those of the other.</summary>
public sealed class TwoHomesTests(Cluster cluster)
{
    [Fact]
    public async Task R15_The_other_home_reads_the_child_and_never_the_address_the_note_or_the_adults()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var diet = await town.Serves("Végétarien");
        var (mother, father) = await town.TwoHomes();
        await mother.Saves(
            await mother.Card(CardKind.Child), (nameof(FamilyChild.Address), "CANARI rue cachée"), (nameof(FamilyChild.PostalCode), "99999"), (nameof(FamilyChild.Town), "CANARI-ville"),
            (nameof(FamilyChild.Note), "CANARI note"), (nameof(Child.DietId), diet.ToString()));
        await mother.Stands(FileState.ToSend);
        await mother.Saves(await mother.Card(CardKind.Child), (Fields.Derogation, "true"), (Fields.DerogationReason, "CANARI chez mon conjoint"));
        await mother.Saves(await mother.Card(CardKind.Guardian), (nameof(Guardian.Address1), "CANARI adulte"), (nameof(Guardian.Mobile), "06 99 99 99 99"));
        await mother.Adds(CardKind.Trusted, (Fields.FirstName, "CANARI"), (Fields.LastName, "nounou"));
        await mother.Saves(await mother.Card(CardKind.More), (nameof(Family.EmergencyNote), "CANARI urgence"));

        var seen = await father.Reads();

        Assert.DoesNotContain(seen.Cards.SelectMany(c => c.Values.Values), v => v.Contains("CANARI", StringComparison.Ordinal) || v is "99999" or "06 99 99 99 99");
        Assert.Equal(diet.ToString(), seen.Of(CardKind.Child).Single(c => c.Subject == mother.Children[0].Value)[nameof(Child.DietId)]);
        // He finds the dérogation and need not say why; where he does, it is his own reason.
        await father.Stands(FileState.ToSend);
        await father.Saves(await father.Card(CardKind.Child), (nameof(FamilyChild.Address), "Chez le père"));
        await father.Saves(await father.Card(CardKind.Child), (Fields.DerogationReason, "CANARI du père"));
        Assert.Equal("CANARI chez mon conjoint", (await mother.Card(CardKind.Child))[Fields.DerogationReason]);
        var refused = await Assert.ThrowsAsync<CardRefused>(async () => await father.Saves(await father.Card(CardKind.Child), (Fields.DerogationReason, "")));
        Assert.Equal([Fields.DerogationReason], refused.Faults.Keys);
        Assert.Equal("CANARI rue cachée", (await mother.Card(CardKind.Child))[nameof(FamilyChild.Address)]);
        foreach (var theirs in (await mother.Reads()).Cards.Where(c => c.Kind is CardKind.Guardian or CardKind.Trusted or CardKind.More))
            await Assert.ThrowsAsync<UnknownCard>(() => father.Saves(theirs, (nameof(Guardian.Note), "vu")));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R46_Two_homes_who_write_the_child_at_once_are_told_and_each_keeps_its_own_words()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var (mother, father) = await town.TwoHomes();
        var (hers, his) = (await mother.Card(CardKind.Child), await father.Card(CardKind.Child));

        await mother.Saves(hers, (nameof(FamilyChild.Note), "chez moi"));
        await father.Saves(his, (nameof(FamilyChild.Note), "chez lui"), (nameof(Child.Outings), "true"));
        var told = await Record.ExceptionAsync(async () => await mother.Saves((await mother.Card(CardKind.Child)) with { Version = hers.Version }, (nameof(Child.Outings), "false")));

        Assert.IsType<CardChangedMeanwhile>(told);
        Assert.Equal(("chez moi", "chez lui", "true"), ((await mother.Card(CardKind.Child))[nameof(FamilyChild.Note)], (await father.Card(CardKind.Child))[nameof(FamilyChild.Note)], (await mother.Card(CardKind.Child))[nameof(Child.Outings)]));
        await books.ShouldBeHealthyAsync();
    }
}
