using ETicket.Persistence;

namespace ETicket.Payments.Asking;

/// <summary>« Avis reçus » — what is kept of them. The notices of our payments stay; what strangers wrote at that door does not.</summary>
public static class Notices
{
    /// <summary>Forgets the notices older than a day whose operation is none of ours; answers how many. Done again, it forgets what came since.</summary>
    public static async Task<int> ForgetStrangersAsync(Database database, CancellationToken stop)
    {
        await using var command = database.Worker.CreateCommand(
            """
            delete from notice n where n.received_at < eticket_now() - interval '1 day'
              and not exists (select from payment_address a where a.provider = n.provider and a.provider_reference = n.provider_reference)
            """);
        return await command.ExecuteNonQueryAsync(stop);
    }
}
