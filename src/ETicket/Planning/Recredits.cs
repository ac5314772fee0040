using ETicket.Kernel;
using ETicket.Persistence;

namespace ETicket.Planning;

/// <summary>« Re-crédits » — gives consumed tickets back: closure, justified absence, goodwill. The decision is always named.</summary>
public sealed class Recredits(Database database)
{
    public const string Closure = "closure";
    public const string Absence = "absence";

    /// <summary>
    /// Gives back exactly what the bookings consumed, to the lots it came from, once per <paramref name="decision"/>: asking again changes nothing.
    /// Bookings not consumed are left alone. Answers how many tickets came back.
    /// </summary>
    public async Task<int> GiveBackAsync(
        StructureId structure, string decision, DateOnly day, string reason, string actor, ChangeOrigin origin, IReadOnlyList<long> bookings, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        await using var command = work.Command(
            "select planning_recredit($1, $2, $3, $4, $5, $6, $7)",
            structure.Value, decision, day, reason, actor, origin.ToString(), bookings.ToArray());
        var given = (int)(await command.ExecuteScalarAsync(stop))!;
        await work.CommitAsync(stop);
        return given;
    }
}
