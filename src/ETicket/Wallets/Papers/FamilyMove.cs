using ETicket.Kernel;
using ETicket.Persistence;

namespace ETicket.Wallets.Papers;

/// <summary>
/// « Mouvement d'un dossier » — one movement of a booklet as papers tell it: the Paris day it counts for, tickets and cents (negative when they leave), whether it is a use or
/// gives one back, for which child and booked day, why.
/// </summary>
internal sealed record FamilyMove(
    long Wallet, string Label, string Activity, string Kind, DateOnly Day, int Tickets, long Cents, bool IsUse, ChildId? Child, string? ChildName, DateOnly? BookedDay, string? Reason)
{
    /// <summary>The movements of a family that count for these Paris days, both included, booklet by booklet, the earliest first.</summary>
    public static async Task<IReadOnlyList<FamilyMove>> OfAsync(Work work, FamilyId family, DateOnly from, DateOnly to, CancellationToken stop)
    {
        await using var command = work.Command(
            "select wallet_id, label, activity, kind, day, tickets, cents, is_use, child_id, child, booked_day, reason from family_moves($1, $2, $3, $4)",
            work.Structure.Value, family.Value, from, to);
        List<FamilyMove> moves = [];
        await using var row = await command.ExecuteReaderAsync(stop);
        while (await row.ReadAsync(stop))
        {
            moves.Add(new FamilyMove(
                row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetFieldValue<DateOnly>(4), row.GetInt32(5), row.GetInt64(6), row.GetBoolean(7),
                row.IsDBNull(8) ? null : new ChildId(row.GetGuid(8)), row.IsDBNull(9) ? null : row.GetString(9), row.IsDBNull(10) ? null : row.GetFieldValue<DateOnly>(10),
                row.IsDBNull(11) ? null : row.GetString(11)));
        }
        return moves;
    }
}
