using ETicket.Kernel;
using ETicket.Persistence;

namespace ETicket.Planning.Gate;

/// <summary>« Droits » — a child ticks days of a service once the mairie opened it for that child, and the file of its family is validated.</summary>
public sealed class Rights(Database database)
{
    /// <summary>« Ouvrir le planning » of a child for a service; asked again, nothing changes.</summary>
    public Task OpenAsync(StructureId structure, ChildId child, ActivityId activity, CancellationToken stop) =>
        SetAsync("update enrolment set waits_since = null where structure_id = $1 and child_id = $2 and activity_id = $3 and waits_since is not null", structure, child, activity, stop);

    /// <summary>« Fermer le planning » — nothing more is ticked for that child and service; what is ticked stays, and may be unticked.</summary>
    public Task CloseAsync(StructureId structure, ChildId child, ActivityId activity, CancellationToken stop) =>
        SetAsync("update enrolment set waits_since = eticket_now() where structure_id = $1 and child_id = $2 and activity_id = $3 and waits_since is null", structure, child, activity, stop);

    private async Task SetAsync(string sql, StructureId structure, ChildId child, ActivityId activity, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        await using var command = work.Command(sql, structure.Value, child.Value, activity.Value);
        await command.ExecuteNonQueryAsync(stop);
        await work.CommitAsync(stop);
    }
}
