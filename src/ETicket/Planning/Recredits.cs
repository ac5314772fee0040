using System.Text.Json;
using ETicket.Kernel;
using ETicket.Mail.Letters;
using ETicket.Persistence;

namespace ETicket.Planning;

/// <summary>« Re-crédits » — gives consumed tickets back: closure, justified absence, goodwill. The decision is always named, and the families are written to.</summary>
public sealed class Recredits(Database database, PortalAddress? portal = null)
{
    public const string Closure = "closure";
    public const string Absence = "absence";

    private readonly PortalAddress _portal = portal ?? new();

    /// <summary>
    /// Gives back exactly what the bookings consumed, to the lots it came from, once per <paramref name="decision"/>: asking again changes nothing.
    /// Bookings not consumed are left alone. Each family reads of its own days, in the same transaction; a <paramref name="reason"/> that is none of ours is read as it stands: no
    /// word of a child's health belongs there. Answers how many tickets came back.
    /// </summary>
    public async Task<int> GiveBackAsync(
        StructureId structure, string decision, DateOnly day, string reason, string actor, ChangeOrigin origin, IReadOnlyList<long> bookings, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        var given = await GiveBackAsync(work, decision, day, reason, null, actor, origin, bookings, stop);
        await work.CommitAsync(stop);
        return given;
    }

    /// <summary>The same, within a transaction that does more; the letter of an absence names its <paramref name="rule"/>.</summary>
    internal async Task<int> GiveBackAsync(
        Work work, string decision, DateOnly day, string reason, string? rule, string actor, ChangeOrigin origin, IReadOnlyList<long> bookings, CancellationToken stop)
    {
        var (letter, facts) = LetterOf(reason, rule);
        await using var command = work.Command(
            "select planning_recredit($1, $2, $3, $4, $5, $6, $7, $8, $9::jsonb)",
            work.Structure.Value, decision, day, reason, actor, origin.ToString(), bookings.ToArray(), letter, JsonSerializer.Serialize(facts));
        return (int)(await command.ExecuteScalarAsync(stop))!;
    }

    /// <summary>« Rien n'est rendu » for an absence: each family reads of its own days and the rule, in the transaction that decides; the same <paramref name="decision"/> is told once.</summary>
    internal async Task RefuseAsync(Work work, string decision, string rule, IReadOnlyList<long> bookings, CancellationToken stop)
    {
        await using var command = work.Command(
            "select planning_tell($1, $2, $3, $4, $5::jsonb)", work.Structure.Value, AbsenceDecided.Name, decision, bookings.ToArray(),
            JsonSerializer.Serialize(new { accepted = false, rule, tickets_back = 0, portal_address = _portal.Public.ToString() }));
        await command.ExecuteNonQueryAsync(stop);
    }

    /// <summary>The letter of a decision, and what it says beside the days.</summary>
    private (string Letter, object Facts) LetterOf(string reason, string? rule)
    {
        var (portal, planning) = (_portal.Public.ToString(), _portal.At(PortalAddress.Planning).ToString());
        return reason switch
        {
            Closure => (DaysClosed.Name, new { already_used = true, planning_address = planning, portal_address = portal }),
            Absence => (AbsenceDecided.Name, new { accepted = true, rule, portal_address = portal }),
            _ => (GoodwillTickets.Name, new { reason, portal_address = portal }),
        };
    }
}
