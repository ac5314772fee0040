using ETicket.Kernel;
using ETicket.Persistence;

namespace ETicket.Payments.Asking;

/// <summary>« Qui est à relancer » — the payments whose turn it is to be asked about, by the database's clock; read under the night's role.</summary>
internal sealed class SweepDues(Database database)
{
    /// <summary>Those nobody said anything final of, at most so many: sent to pay a moment ago (<paramref name="fresh"/>), or before.</summary>
    public async Task<IReadOnlyList<Due>> OpenAsync(bool fresh, int most, CancellationToken stop)
    {
        await using var ask = database.Worker.CreateCommand(
            """
            with clock as materialized (select eticket_now() as at)
            select t.structure_id, t.id, t.provider, t.provider_reference is not null, t.regie_id
            from (
              select d.*, row_number() over (partition by d.provider order by d.rank, d.next_ask_at) as turn
              from (
                select p.structure_id, p.id, p.provider, p.provider_reference, p.regie_id, p.next_ask_at,
                       row_number() over (partition by p.provider, p.structure_id, p.regie_id order by p.next_ask_at) as rank
                from payment p
                where p.state in ('Pending', 'Unknown', 'Refused', 'Cancelled', 'Expired') and p.next_ask_at <= (select at from clock)
                  and (p.provider_reference is not null or p.state = 'Unknown') and (p.ask_from > (select at from clock) - interval '70 minutes') = $1) d
              where d.rank <= $2) t
            -- Provider by provider, and régie by régie within it, before any is left out: those of one that answers nobody keep the oldest dates for ever.
            order by t.turn, t.next_ask_at limit $2
            """);
        ask.Parameters.Add(new() { Value = fresh });
        ask.Parameters.Add(new() { Value = most });
        var found = new List<Due>();
        await using var reader = await ask.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
            found.Add(new Due(new(reader.GetGuid(0)), new(reader.GetGuid(1)), Enum.Parse<PaymentProvider>(reader.GetString(2)), reader.GetBoolean(3), reader.GetGuid(4)));
        return found;
    }

    /// <summary>
    /// Money left, and whoever was told died before its mirror, or could not write it. Each is put off for an hour before it is asked about, so that one that fails leaves its place.
    /// </summary>
    public async Task<IReadOnlyList<Due>> OwedAsync(CancellationToken stop)
    {
        await using var ask = database.Worker.CreateCommand(
            """
            update payment p set mirror_at = eticket_now() + interval '1 hour'
            from (select structure_id, id from payment where mirror_at <= eticket_now() order by mirror_at limit 200 for update skip locked) d
            where p.structure_id = d.structure_id and p.id = d.id
            returning p.structure_id, p.id, p.provider, p.regie_id, p.mirror_at
            """);
        var found = new List<Due>();
        await using var reader = await ask.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
            found.Add(new Due(new(reader.GetGuid(0)), new(reader.GetGuid(1)), Enum.Parse<PaymentProvider>(reader.GetString(2)), true, reader.GetGuid(3), reader.GetDateTime(4)));
        return found;
    }
}

/// <summary>A payment whose turn it is.</summary>
/// <param name="Owed">Until when a mirror is put off; null where the payer's money is waited for.</param>
internal sealed record Due(StructureId Structure, PaymentId Payment, PaymentProvider Provider, bool Opened, Guid Regie, DateTime? Owed = null);
