using ETicket.Kernel;
using ETicket.Persistence;

namespace ETicket.Access.SecondAccounts;

/// <summary>« A-t-on déjà un compte » — the identifiants of whoever reads a mailbox, so that nobody is given a second one by an invitation.</summary>
internal static class KnownLogins
{
    /// <summary>
    /// Those that sign in by that address, then those whose adult's file bears it, whatever they are called. Left out: one that opens nothing any more, and one by which somebody enters the
    /// file already, for it is another adult's.
    /// </summary>
    public static async Task<IReadOnlyList<string>> OfAsync(Work work, string email, FamilyId family, CancellationToken stop)
    {
        await using var command = work.Command(
            """
            select l.user_name from login l
            where (l.normalized_user_name = $1 or l.id in (select r.login_id from login_reset_find($2) r))
              and exists (select from login_access a where a.login_id = l.id and a.ended_at is null)
              and not exists (select from login_access a where a.login_id = l.id and a.structure_id = $3 and a.family_id = $4 and a.ended_at is null)
            order by l.normalized_user_name <> $1, l.id
            """,
            email.ToUpperInvariant(), email, work.Structure.Value, family.Value);
        var names = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
            names.Add(reader.GetString(0));
        return names;
    }

    /// <summary>Somebody enters that file by this login.</summary>
    public static async Task<bool> EntersAsync(Work work, Guid login, FamilyId family, CancellationToken stop)
    {
        await using var command = work.Command(
            "select exists (select from login_access where login_id = $1 and structure_id = $2 and family_id = $3 and ended_at is null)", login, work.Structure.Value, family.Value);
        return (bool)(await command.ExecuteScalarAsync(stop))!;
    }
}
