using ETicket.Kernel;
using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Families.Dossier;

/// <summary>« Ce que la mairie écrit » in the files: the menus its canteen serves, and the quotient of a family.</summary>
public sealed class FileLists(Database database)
{
    private const int Longest = 40;

    /// <summary>« Proposer un menu » — once per label, after those there are. Refuses with <see cref="DietRefused"/> a label that is empty, too long or there already.</summary>
    public async Task<Guid> OfferDietAsync(StructureId structure, string label, CancellationToken stop)
    {
        var said = label.Trim();
        await using var work = await database.BeginAsync(structure, stop);
        if (said.Length is 0 or > Longest || await work.Read<Diet>().AnyAsync(d => d.Label == said, stop))
            throw new DietRefused();
        var diet = new Diet { StructureId = structure, Id = Guid.CreateVersion7(), Label = said, Position = await work.Read<Diet>().CountAsync(stop) };
        work.Db.Add(diet);
        await work.CommitAsync(stop);
        return diet.Id;
    }

    /// <summary>« Écrire le quotient » of a family from a day on; the one of before stays written. Twice from the same day is refused by the database.</summary>
    public async Task WriteQuotientAsync(FamilyQuotient quotient, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(quotient.StructureId, stop);
        work.Db.Add(quotient);
        await work.CommitAsync(stop);
    }
}
