using ETicket.Families;
using ETicket.Families.Desk;
using ETicket.IntegrationTests.Access;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;

namespace ETicket.IntegrationTests.Families;

/// <summary>A family that made a second account writes its children again: the mairie is told, and nobody else.</summary>
public sealed class KnownChildrenTests(Cluster cluster)
{
    private static readonly DateOnly Birthday = new(2019, 8, 23);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task R13_A_child_of_two_files_is_known_by_its_names_and_its_day_of_birth_however_they_are_written()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var first = await OpensAsync(town, "K1", ("Éloïse", "Le Goff", Birthday), ("Nino", "Le Goff", null));
        var again = await OpensAsync(town, "K2", (" eloise", "LE-GOFF", Birthday), ("Nino", "Le Goff", null));
        var neighbour = await OpensAsync(town, "K3", ("Éloïse", "Le Goff", Birthday.AddDays(1)), ("Élise", "Le Goff", Birthday), ("Éloïse", "Legoffe", Birthday));

        var known = Assert.Single(await OfAsync(town, again));
        Assert.Equal((again, " eloise LE-GOFF", Birthday, first, "K1"), (known.Family, known.Child, known.BornOn, known.Other, known.Number));
        Assert.Equal(again, Assert.Single(await OfAsync(town, first)).Other);
        Assert.Empty(await OfAsync(town, neighbour));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R13_A_child_of_two_homes_and_a_child_who_left_a_file_are_no_second_card()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var (one, two) = (await OpensAsync(town, "K1", ("Lou", "Vidal", Birthday)), await OpensAsync(town, "K2"));
        await FactorDesk.ReadOwnAsync(books.Owner, $"insert into family_child (structure_id, family_id, child_id) select structure_id, '{two.Value}', child_id from family_child where family_id = '{one.Value}' returning family_id::text");
        Assert.Empty(await OfAsync(town, two));

        var three = await OpensAsync(town, "K3", ("Lou", "Vidal", Birthday));
        Assert.Equal(["K1", "K2"], (await OfAsync(town, three)).Select(k => k.Number));
        await FactorDesk.ReadOwnAsync(books.Owner, $"update family_child set left_at = now() where family_id <> '{three.Value}' returning family_id::text");
        Assert.Empty(await OfAsync(town, three));
    }

    private static async Task<FamilyId> OpensAsync(Town town, string number, params (string First, string Last, DateOnly? Born)[] children)
    {
        var family = FamilyId.New();
        await new FamilyFiles(town.Books.Database).OpenAsync(
            town.Structure, [new NewFamily(family, number, "Le Goff", [], [.. children.Select(c => new NewChild(ChildId.New(), c.First, c.Last, BornOn: c.Born))])], Stop);
        return family;
    }

    private static async Task<IReadOnlyList<KnownChild>> OfAsync(Town town, FamilyId family)
    {
        await using var work = await town.Books.Database.BeginAsync(town.Structure, Stop);
        return await KnownChildren.OfAsync(work, [family], Stop);
    }
}
