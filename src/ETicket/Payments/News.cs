using ETicket.Kernel;
using ETicket.Persistence;
using Npgsql;
using NpgsqlTypes;

namespace ETicket.Payments;

/// <summary>« Nouvelle » — what was learnt of a payment: the state it should move to, and the proof. Whether it may is the table of edges' business.</summary>
internal sealed record News(
    StructureId Structure, PaymentId Payment, PaymentState State, Money? Amount, PaymentMeans? Means, DateTimeOffset? ProviderAt, string? Authorisation, string Source,
    string Proof)
{
    /// <summary>The only source that brings a charged-back payment back to paid.</summary>
    public const string WonBack = "won back";

    /// <summary>What a provider's answer teaches; null when it teaches nothing yet.</summary>
    public static News? Of(StructureId structure, PaymentId id, ProviderView view, string source) => view switch
    {
        ProviderView.Credited c => new News(structure, id, c.Promised ? PaymentState.Promised : PaymentState.Paid, c.Amount, c.ProviderMeans, c.PaidAt, c.Authorisation, source, c.Proof),
        ProviderView.Refused r => new News(structure, id, PaymentState.Refused, null, null, null, null, source, r.Proof),
        ProviderView.Cancelled c => new News(structure, id, PaymentState.Cancelled, null, null, null, null, source, c.Proof),
        ProviderView.Expired e => new News(structure, id, PaymentState.Expired, null, null, null, null, source, e.Proof),
        _ => null,
    };

    /// <summary>
    /// Tells it in the caller's transaction, with the entry that makes it true. Throws when the table of steps does not allow it: nothing of that transaction may then be kept.
    /// </summary>
    public async Task TellAsync(Work work, CancellationToken stop)
    {
        await using var batch = work.Connection.CreateBatch();
        batch.BatchCommands.Add(Command([this]));
        await using var reader = await batch.ExecuteReaderAsync(stop);
        if (!await reader.ReadAsync(stop) || !reader.GetBoolean(4))
            throw new InvalidOperationException($"Payment {Payment} may not become {State}.");
    }

    public static NpgsqlBatchCommand Command(IReadOnlyList<News> news) =>
        new("select structure_id, payment_id, from_state, to_state, moved from payments_decide($1, $2, $3, $4, $5, $6, $7, $8, $9)")
        {
            Parameters =
            {
                new() { Value = news.Select(n => n.Structure.Value).ToArray() },
                new() { Value = news.Select(n => n.Payment.Value).ToArray() },
                new() { Value = news.Select(n => n.State.ToString()).ToArray() },
                new() { Value = news.Select(n => n.Amount?.Cents).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint },
                new() { Value = news.Select(n => n.Means?.Code()).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
                new() { Value = news.Select(n => n.ProviderAt?.ToUniversalTime()).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz },
                new() { Value = news.Select(n => n.Authorisation).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
                new() { Value = news.Select(n => n.Source).ToArray() },
                new() { Value = news.Select(n => n.Proof).ToArray() },
            },
        };
}
