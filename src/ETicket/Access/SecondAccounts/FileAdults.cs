using ETicket.Families;
using ETicket.Kernel;
using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Access.SecondAccounts;

/// <summary>« Qui entre dans ce dossier » — whether somebody does, and who of its responsables does not yet. Trusted persons and those who left never do.</summary>
internal static class FileAdults
{
    /// <summary>Somebody enters this file by an access that is not closed.</summary>
    public static async Task<bool> IsEnteredAsync(Work work, FamilyId family, CancellationToken stop)
    {
        await using var command = work.Command(
            "select exists (select from login_access where structure_id = $1 and family_id = $2 and role = 'Parent' and ended_at is null)", work.Structure.Value, family.Value);
        return (bool)(await command.ExecuteScalarAsync(stop))!;
    }

    /// <summary>Those of the file who answer for the children, by first name.</summary>
    public static async Task<IReadOnlyList<Guardian>> ResponsablesAsync(Work work, FamilyId family, CancellationToken stop) =>
        await work.Read<Guardian>().Where(g => g.FamilyId == family && g.Kind == GuardianKind.Guardian && g.LeftAt == null).OrderBy(g => g.FirstName).ThenBy(g => g.Id).ToListAsync(stop);

    /// <summary>Of those, whoever has no access of their own; of a couple that shares one address and one login, either of them.</summary>
    public static async Task<IReadOnlyList<Guardian>> WithoutAccessAsync(Work work, FamilyId family, CancellationToken stop)
    {
        HashSet<GuardianId> holders = [];
        await using (var command = work.Command(
            """
            select g.id from guardian g
            where g.structure_id = $1 and g.family_id = $2 and g.id in (select * from login_holders($1, $2))
              and (select count(*) from guardian o where o.structure_id = $1 and o.family_id = $2 and o.kind = 'Guardian' and o.left_at is null and lower(trim(o.email)) = lower(trim(g.email)))
                  <= greatest(1, (select count(*) from login_access a join login l on l.id = a.login_id
                                  where a.structure_id = $1 and a.family_id = $2 and a.role = 'Parent' and a.ended_at is null and lower(trim(l.email)) = lower(trim(g.email))))
            """,
            work.Structure.Value, family.Value))
        {
            await using var reader = await command.ExecuteReaderAsync(stop);
            while (await reader.ReadAsync(stop))
                holders.Add(new(reader.GetGuid(0)));
        }
        return [.. (await ResponsablesAsync(work, family, stop)).Where(g => !holders.Contains(g.Id))];
    }

    /// <summary>Another adult who is in the file bears that address, a trusted person too: each has their own.</summary>
    public static async Task<bool> IsOfAnotherAsync(Work work, FamilyId family, GuardianId adult, string address, CancellationToken stop)
    {
        await using var command = work.Command(
            "select exists (select from guardian where structure_id = $1 and family_id = $2 and id <> $3 and left_at is null and lower(trim(email)) = lower(trim($4)))", work.Structure.Value, family.Value, adult.Value, address);
        return (bool)(await command.ExecuteScalarAsync(stop))!;
    }
}
