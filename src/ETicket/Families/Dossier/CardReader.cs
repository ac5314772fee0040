using ETicket.Families.Changes;
using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Structures;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Families.Dossier;

/// <summary>« Lire le dossier » — the cards of one family and nothing of another: of a child of two homes, what is the child's own and what this home says.</summary>
public static class CardReader
{
    /// <summary>« Tout le dossier » of a family, its children first, then its responsables, its trusted persons and what belongs to the file.</summary>
    public static async Task<FileView> ReadAsync(Work work, FamilyId family, CancellationToken stop)
    {
        var file = await work.Read<Family>().SingleAsync(f => f.Id == family, stop);
        List<Card> cards = [];
        foreach (var kind in Enum.GetValues<CardKind>())
            cards.AddRange(await CardsAsync(work, family, kind, null, stop));
        var quotient = await work.Read<FamilyQuotient>().Where(q => q.FamilyId == family).OrderByDescending(q => q.StartsOn).FirstOrDefaultAsync(stop);
        return new(file, cards, quotient, await ChoicesAsync(work, stop), await FileChanges.OfAsync(work, family, stop));
    }

    /// <summary>« Une fiche » of this family; null where it has none of that kind under that id.</summary>
    public static async Task<Card?> FindAsync(Work work, FamilyId family, CardKind kind, Guid subject, CancellationToken stop) =>
        (await CardsAsync(work, family, kind, subject, stop)).SingleOrDefault();

    /// <summary>« Ce que la structure propose » — its schools and its menus, in their order.</summary>
    public static async Task<FileChoices> ChoicesAsync(Work work, CancellationToken stop)
    {
        var schools = await work.Read<Site>().Where(s => s.Kind == SiteKind.School).OrderBy(s => s.Name).Select(s => new { s.Id, s.Name }).ToListAsync(stop);
        var diets = await work.Read<Diet>().OrderBy(d => d.Position).ThenBy(d => d.Label).ToListAsync(stop);
        return new(schools.ToDictionary(s => s.Id.Value, s => s.Name), diets.ToDictionary(d => d.Id, d => d.Label));
    }

    private static async Task<IReadOnlyList<Card>> CardsAsync(Work work, FamilyId family, CardKind kind, Guid? subject, CancellationToken stop)
    {
        await using var command = subject is { } one
            ? work.Command(CardSql.Read(kind, one: true), work.Structure.Value, family.Value, one)
            : work.Command(CardSql.Read(kind, one: false), work.Structure.Value, family.Value);
        var fields = Fields.Of(kind);
        List<Card> cards = [];
        await using var row = await command.ExecuteReaderAsync(stop);
        while (await row.ReadAsync(stop))
        {
            var kept = row.GetFieldValue<string[]>(2);
            cards.Add(new(kind, row.GetGuid(0), row.GetString(1), fields.Zip(kept).ToDictionary(f => f.First.Name, f => f.Second, StringComparer.Ordinal), row.GetBoolean(3)));
        }
        return cards;
    }
}
