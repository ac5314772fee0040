using ETicket.Kernel;
using ETicket.Persistence;

namespace ETicket.Families.Dossier;

/// <summary>
/// « Retirer une fiche » — a nanny who is no longer there. The row stays for what was written to it; the other home of a child keeps its own card. Once the file is validated only
/// trusted persons are taken out by the family; who pays, who signs in and who is enrolled are never.
/// </summary>
public sealed class Leavings(Database database)
{
    /// <summary>« Peut être retirée » — whether the page offers it, as far as it can be told from the card.</summary>
    public static bool MayLeave(FileState state, Card card) =>
        Fields.MayBeAdded(state, card.Kind) && !card.EmailHeld && !(card.Kind is CardKind.Guardian && card.Is(Fields.Pays));

    /// <summary>
    /// « Retirer » — once: the second time it is no card any more. Refuses with <see cref="UnknownCard"/>, <see cref="FileIsBeingRead"/>, <see cref="AskTheMairie"/>,
    /// <see cref="PayerStays"/>, <see cref="HolderStays"/> or <see cref="EnrolledChildStays"/>.
    /// </summary>
    public Task LeaveAsync(StructureId structure, FamilyId family, CardKind kind, Guid subject, CancellationToken stop) => Conflicts.ReplayAsync(async () =>
    {
        await using var work = await database.BeginAsync(structure, stop);
        var state = await FileCards.HoldAsync(work, family, stop);
        if (kind is CardKind.More || await CardReader.FindAsync(work, family, kind, subject, stop) is not { } card)
            throw new UnknownCard();
        if (!Fields.MayBeAdded(state, kind))
            throw state is FileState.Sent ? new FileIsBeingRead() : new AskTheMairie();
        if (card.EmailHeld)
            throw new HolderStays();
        if (kind is CardKind.Guardian && card.Is(Fields.Pays))
            throw new PayerStays();
        var sql = kind is CardKind.Child
            ? """
              update family_child set left_at = eticket_now() where structure_id = $1 and family_id = $2 and child_id = $3
                and not exists (select from enrolment e where e.structure_id = $1 and e.child_id = $3)
              """
            : "update guardian set left_at = eticket_now(), receives_letters = false where structure_id = $1 and family_id = $2 and id = $3";
        await using var command = work.Command(sql, structure.Value, family.Value, subject);
        if (await command.ExecuteNonQueryAsync(stop) == 0)
            throw new EnrolledChildStays();
        await work.CommitAsync(stop);
        return 1;
    }, stop);
}
