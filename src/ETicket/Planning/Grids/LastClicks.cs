using ETicket.Kernel;
using ETicket.Persistence;

namespace ETicket.Planning.Grids;

/// <summary>« Annuler le dernier clic » — a click like any other, that wishes each cell back as it was.</summary>
public sealed class LastClicks(Database database, Bookings bookings)
{
    /// <summary>
    /// Sets back the cells of a click that nobody changed since, and leaves the others; deadlines and tickets are judged as for any click. Pressed twice, or by two at once, it is done once
    /// and gets the same answer. Refuses with <see cref="NothingToUndo"/> where every cell was changed since, or the key is of no click of this person in this file.
    /// </summary>
    public async Task<IReadOnlyList<DayAnswer>> UndoAsync(StructureId structure, FamilyId family, Guid key, string actor, CancellationToken stop)
    {
        try
        {
            return await UndoOnceAsync(structure, family, key, actor, stop);
        }
        catch (KeyReused)
        {
            // Undone by a twin of this request, which found other cells to set back: its answer is the answer.
            return await UndoOnceAsync(structure, family, key, actor, stop);
        }
    }

    private async Task<IReadOnlyList<DayAnswer>> UndoOnceAsync(StructureId structure, FamilyId family, Guid key, string actor, CancellationToken stop)
    {
        LastClick click;
        await using (var work = await database.BeginAsync(structure, stop))
            click = await LastClick.ReadAsync(work, family, key, actor, stop);
        if (click.Wishes.Count == 0)
            throw new NothingToUndo();
        return await bookings.SetAsync(new(structure, family, LastClick.UndoKey(family, key), actor, ChangeOrigin.Parent, click.Wishes), stop);
    }
}
