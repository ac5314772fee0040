using ETicket.Families;
using ETicket.Kernel;

namespace ETicket.IntegrationTests.World;

/// <summary>Families that are more than one person: two guardians of one file, one child of two files.</summary>
internal static class Households
{
    /// <summary>Another guardian of the same file; letters are for those who receive them and have an address.</summary>
    public static async Task JoinedBy(this FamilyFile family, string firstName, string? email, bool receivesLetters = true)
    {
        await using var work = await family.Town.Books.Database.BeginAsync(family.Town.Structure, CancellationToken.None);
        work.Db.Add(new Guardian
        {
            StructureId = family.Town.Structure,
            Id = GuardianId.New(),
            FamilyId = family.Id,
            FirstName = firstName,
            LastName = firstName,
            Email = email,
            ReceivesLetters = receivesLetters,
        });
        await work.CommitAsync(CancellationToken.None);
    }

    /// <summary>A child of two homes, each with its own file, wallets and address.</summary>
    public static async Task<(FamilyFile Mother, FamilyFile Father)> TwoHomes(this Town town)
    {
        var mother = await town.OpensAFile("Martin", email: "mere@famille.example");
        var father = await town.OpensAFile("Petit", email: "pere@famille.example");
        await using var work = await town.Books.Database.BeginAsync(town.Structure, CancellationToken.None);
        work.Db.Add(new FamilyChild { StructureId = town.Structure, FamilyId = father.Id, ChildId = mother.Children[0] });
        await work.CommitAsync(CancellationToken.None);
        return (mother, new FamilyFile(town, father.Id, mother.Children));
    }
}
