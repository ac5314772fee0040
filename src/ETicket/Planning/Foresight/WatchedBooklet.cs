using ETicket.Kernel;
using ETicket.Persistence;

namespace ETicket.Planning.Foresight;

/// <summary>A booklet with few tickets, and an adult of its file to be told if they run out: <paramref name="Days"/> is that adult's threshold.</summary>
internal sealed record WatchedBooklet(
    GuardianId GuardianId, string FirstName, FamilyId FamilyId, string FamilyName, int Days, long WalletId, TicketTypeId TicketTypeId, string Label)
{
    /// <summary>Those of the structure, by adult then label (<c>planning_watched_wallets</c>).</summary>
    public static async Task<IReadOnlyList<WatchedBooklet>> OfAsync(Work work, CancellationToken stop)
    {
        await using var command = work.Command(
            "select guardian_id, first_name, family_id, family_name, days, wallet_id, ticket_type_id, label from planning_watched_wallets($1)", work.Structure.Value);
        command.CommandTimeout = 300;
        var watched = new List<WatchedBooklet>();
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
        {
            watched.Add(new WatchedBooklet(
                new(reader.GetGuid(0)), reader.GetString(1), new(reader.GetGuid(2)), reader.GetString(3), reader.GetInt32(4), reader.GetInt64(5), new(reader.GetGuid(6)), reader.GetString(7)));
        }
        return watched;
    }

    /// <summary>Notes what each was told of, up to that transfer of the booklet, in the caller's transaction.</summary>
    public static async Task RememberAsync(Work work, IReadOnlyList<(WatchedBooklet Booklet, long LastTransferId)> told, DateOnly today, CancellationToken stop)
    {
        await using var command = work.Command(
            """
            insert into low_balance_notice (structure_id, guardian_id, wallet_id, transfer_id, told_on)
            select $1, x.guardian_id, x.wallet_id, x.transfer_id, $5 from unnest($2, $3, $4) as x(guardian_id, wallet_id, transfer_id)
            on conflict (structure_id, guardian_id, wallet_id) do update set transfer_id = excluded.transfer_id, told_on = excluded.told_on
            """,
            work.Structure.Value, told.Select(t => t.Booklet.GuardianId.Value).ToArray(), told.Select(t => t.Booklet.WalletId).ToArray(), told.Select(t => t.LastTransferId).ToArray(), today);
        await command.ExecuteNonQueryAsync(stop);
    }
}
