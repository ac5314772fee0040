using System.Globalization;
using System.Text;
using ETicket.Kernel;
using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Families.Desk;

/// <summary>A child of a file that seems to stand in another one too.</summary>
/// <param name="Family">The file that was looked at.</param>
/// <param name="Child">As that file writes it, « Léo Vidal ».</param>
/// <param name="Other">The other file, with the number and the name the mairie knows it by.</param>
public sealed record KnownChild(FamilyId Family, string Child, DateOnly BornOn, FamilyId Other, string Number, string Name);

/// <summary>
/// « Semble déjà connu » — a child of the same first name, family name and day of birth in two files of one structure, under two cards: a family that made a second account. The mairie
/// reads it beside the file, and decides; neither family learns anything of the other. A child of two homes is one card, and is none of these.
/// </summary>
public static class KnownChildren
{
    /// <summary>Of each of these files, the children somebody else's file seems to have, in the order of names. Reads, writes nothing.</summary>
    public static async Task<IReadOnlyList<KnownChild>> OfAsync(Work work, IReadOnlyCollection<FamilyId> families, CancellationToken stop)
    {
        var looked = families.ToList();
        var mine = await Rows(work).Where(r => looked.Contains(r.Family) && r.BornOn != null).ToListAsync(stop);
        var days = mine.Select(r => r.BornOn).Distinct().ToList();
        var others = (await Rows(work).Where(r => days.Contains(r.BornOn)).ToListAsync(stop)).ToLookup(KeyOf);
        return [.. from child in mine
                   from other in others[KeyOf(child)]
                   where other.Family != child.Family && other.Child != child.Child
                   orderby child.FirstName, child.LastName, other.Number
                   select new KnownChild(child.Family, $"{child.FirstName} {child.LastName}", child.BornOn!.Value, other.Family, other.Number, other.Name)];
    }

    /// <summary>Letters alone: « Éloïse », « ELOISE » and « Eloïse » are one name, « Anne-Lise » and « Anne Lise » too, and « Œuvrard » is « Oeuvrard ». An apostrophe is none, however it is typed.</summary>
    internal static string Letters(string name) => string.Concat(
        name.Normalize(NormalizationForm.FormKD).Where(c => char.IsLetter(c) && char.GetUnicodeCategory(c) is not UnicodeCategory.ModifierLetter).Select(char.ToUpperInvariant))
        .Replace("\u0152", "OE", StringComparison.Ordinal).Replace("\u00c6", "AE", StringComparison.Ordinal);

    private static (string First, string Last, DateOnly? Born) KeyOf(Row row) => (Letters(row.FirstName), Letters(row.LastName), row.BornOn);

    private static IQueryable<Row> Rows(Work work) =>
        from home in work.Read<FamilyChild>()
        join child in work.Read<Child>() on home.ChildId equals child.Id
        join family in work.Read<Family>() on home.FamilyId equals family.Id
        where home.LeftAt == null
        select new Row { Family = home.FamilyId, Child = child.Id, FirstName = child.FirstName, LastName = child.LastName, BornOn = child.BornOn, Number = family.Number, Name = family.Name };

    private sealed record Row
    {
        public required FamilyId Family { get; init; }
        public required ChildId Child { get; init; }
        public required string FirstName { get; init; }
        public required string LastName { get; init; }
        public required DateOnly? BornOn { get; init; }
        public required string Number { get; init; }
        public required string Name { get; init; }
    }
}
