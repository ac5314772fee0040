using ETicket.Kernel;
using ETicket.Persistence;

namespace ETicket.Access.Events;

/// <summary>« Qui, dans la famille » — the logins that open, or opened, a family file, and the first name of the adult each belongs to.</summary>
public static class FamilyLogins
{
    /// <summary>
    /// By identifiant; empty where nobody can say which adult it is. It is the adult whose address the login bears, or the only one of the file: the rule of <c>login_adults</c>. Reads, writes nothing.
    /// </summary>
    public static async Task<IReadOnlyDictionary<string, string>> NamesAsync(Work work, FamilyId family, CancellationToken stop)
    {
        await using var command = work.Command(
            """
            select distinct l.user_name, coalesce((
              select case when count(*) = 1 then min(g.first_name) end from guardian g
              where g.structure_id = a.structure_id and g.family_id = a.family_id
                and (lower(trim(l.email)) = lower(trim(g.email))
                     or not exists (select from guardian o where o.structure_id = g.structure_id and o.family_id = g.family_id and o.id <> g.id))), '')
            from login_access a join login l on l.id = a.login_id
            where a.structure_id = $1 and a.family_id = $2 and a.role = 'Parent'
            """,
            work.Structure.Value, family.Value);
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
            names[reader.GetString(0)] = reader.GetString(1);
        return names;
    }
}
