using ETicket.Persistence;

namespace ETicket.Payments.Asking;

/// <summary>« Avis reçus » — what is kept of them. The first notices of our payments stay; what strangers wrote at that door does not, nor what repeats.</summary>
public static class Notices
{
    /// <summary>Kept of the notices of one operation of ours: far more than any provider sends.</summary>
    private const int MostOfOne = 20;

    /// <summary>Forgets the notices older than a day whose operation is none of ours, and those after the first twenty of one that is; answers how many. Done again, it forgets what came since.</summary>
    public static async Task<int> ForgetStrangersAsync(Database database, CancellationToken stop)
    {
        await using var command = database.Worker.CreateCommand(
            """
            with old as (
              select n.id, row_number() over (partition by n.provider, n.provider_reference order by n.id) as rank,
                     exists (select from payment_address a where a.provider = n.provider and a.provider_reference = n.provider_reference) as ours
              from notice n where n.received_at < eticket_now() - interval '1 day')
            delete from notice n using old where n.id = old.id and (not old.ours or old.rank > $1)
            """);
        command.Parameters.Add(new() { Value = MostOfOne });
        return await command.ExecuteNonQueryAsync(stop);
    }
}
