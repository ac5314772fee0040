using ETicket.Families;
using ETicket.Kernel;
using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Planning.Feeds;

/// <summary>A booked day as a calendar shows it, and when it was booked.</summary>
public sealed record CalendarDay(long Booking, DateOnly Day, string Service, string? Hours, DateTimeOffset BookedAt);

/// <summary>What an address shows: one child, by first name, and the days one home booked for it.</summary>
public sealed record CalendarSeen(StructureId Structure, string StructureName, string Child, IReadOnlyList<CalendarDay> Days);

/// <summary>« Agenda » — makes, shows and ends the addresses a calendar program reads, and answers what it reads there.</summary>
public sealed class CalendarFeeds(Database database)
{
    /// <summary>How far back days are shown, and how far ahead.</summary>
    private const int Past = 30;
    private const int Ahead = 400;

    /// <summary>« Créer le lien » of a child for its family file; the one there is stays. False where the file has no such child.</summary>
    public Task<bool> OpenAsync(StructureId structure, FamilyId family, ChildId child, string actor, CancellationToken stop) => MakeAsync(structure, family, child, actor, renewed: false, stop);

    /// <summary>« Changer le lien » — the address there was answers no more, and another is made. False where the file has no such child.</summary>
    public Task<bool> RenewAsync(StructureId structure, FamilyId family, ChildId child, string actor, CancellationToken stop) => MakeAsync(structure, family, child, actor, renewed: true, stop);

    /// <summary>« Supprimer le lien » — from now on nothing is read there. Asked again, nothing changes.</summary>
    public async Task EndAsync(StructureId structure, FamilyId family, ChildId child, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        await EndAsync(work, family, child, stop);
        await work.CommitAsync(stop);
    }

    /// <summary>« Liens du dossier » — those that answer. Reads, writes nothing.</summary>
    public static async Task<IReadOnlyList<CalendarFeed>> OfAsync(Work work, FamilyId family, CancellationToken stop) =>
        await work.Read<CalendarFeed>().Where(f => f.FamilyId == family && f.EndedAt == null).ToListAsync(stop);

    /// <summary>
    /// « Lire l'agenda » — null under an address that is none, or ended, or of a child that is no longer in the file. Only days that hold or used a ticket of that very home are shown:
    /// of a child of two homes, each reads its own.
    /// </summary>
    public async Task<CalendarSeen?> ReadAsync(StructureId structure, Guid token, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        await using var command = work.Command(
            """
            select s.name, c.first_name, b.id, b.day, a.name, a.hours, b.booked_at
            from calendar_feed f
            join family_child k on k.structure_id = f.structure_id and k.family_id = f.family_id and k.child_id = f.child_id and k.left_at is null
            join child c on c.structure_id = f.structure_id and c.id = f.child_id
            join structure s on s.id = f.structure_id
            left join booking b on b.structure_id = f.structure_id and b.child_id = f.child_id and b.state in ('Held', 'Consumed')
              and b.day between paris_day(eticket_now()) - $3 and paris_day(eticket_now()) + $4
              and exists (select from wallet w where w.structure_id = b.structure_id and w.id = b.wallet_id and w.family_id = f.family_id)
            left join activity a on a.structure_id = b.structure_id and a.id = b.activity_id
            where f.structure_id = $1 and f.token = $2 and f.ended_at is null
            order by b.day, a.position, a.name, b.id
            """,
            structure.Value, token, Past, Ahead);
        CalendarSeen? seen = null;
        var days = new List<CalendarDay>();
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
        {
            seen ??= new CalendarSeen(structure, reader.GetString(0), reader.GetString(1), days);
            if (!reader.IsDBNull(2))
                days.Add(new CalendarDay(reader.GetInt64(2), reader.GetFieldValue<DateOnly>(3), reader.GetString(4), reader.IsDBNull(5) ? null : reader.GetString(5), new DateTimeOffset(reader.GetDateTime(6), TimeSpan.Zero)));
        }
        return seen;
    }

    private async Task<bool> MakeAsync(StructureId structure, FamilyId family, ChildId child, string actor, bool renewed, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        if (!await work.Read<FamilyChild>().AnyAsync(f => f.FamilyId == family && f.ChildId == child && f.LeftAt == null, stop))
            return false;
        if (renewed)
            await EndAsync(work, family, child, stop);
        await using var command = work.Command(
            """
            insert into calendar_feed (structure_id, family_id, child_id, made_at, made_by) values ($1, $2, $3, eticket_now(), $4)
            on conflict (structure_id, family_id, child_id) where ended_at is null do nothing
            """,
            structure.Value, family.Value, child.Value, actor);
        await command.ExecuteNonQueryAsync(stop);
        await work.CommitAsync(stop);
        return true;
    }

    private static async Task EndAsync(Work work, FamilyId family, ChildId child, CancellationToken stop)
    {
        await using var command = work.Command(
            "update calendar_feed set ended_at = eticket_now() where structure_id = $1 and family_id = $2 and child_id = $3 and ended_at is null", work.Structure.Value, family.Value, child.Value);
        await command.ExecuteNonQueryAsync(stop);
    }
}
