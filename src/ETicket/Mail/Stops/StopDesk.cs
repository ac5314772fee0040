using ETicket.Kernel;
using ETicket.Mail.Letters;
using Npgsql;

namespace ETicket.Mail.Stops;

/// <summary>What an optional letter carries: whose it is, about what, and the token that stops such letters.</summary>
internal sealed record StopOffer(StructureId Structure, LetterTopic Topic, Guid Token, bool Stopped)
{
    /// <summary>Its reader would rather be told on a phone.</summary>
    public bool ByPush { get; init; }

    /// <summary>The address that stops them, on this portal.</summary>
    public Uri On(string portal) => new(new Uri(portal.EndsWith('/') ? portal : portal + "/"), $"lettres/{Structure.Value:N}/{Token:N}");
}

/// <summary>« Guichet des arrêts » — asked by the postman at the moment an optional letter leaves.</summary>
internal sealed class StopDesk(NpgsqlDataSource worker)
{
    /// <summary>The offer for this reader and topic, made if it was not there yet.</summary>
    public async Task<StopOffer> OfferAsync(StructureId structure, GuardianId guardian, LetterTopic topic, CancellationToken stop)
    {
        await using var batch = worker.CreateBatch();
        batch.BatchCommands.Add(Command(
            "insert into letter_stop (structure_id, guardian_id, topic, token) values ($1, $2, $3, gen_random_uuid()) on conflict (structure_id, guardian_id, topic) do nothing"));
        // A statement of its own: it sees what another postman made in the meantime.
        batch.BatchCommands.Add(Command("select token, stopped_at is not null, by_push from letter_stop where structure_id = $1 and guardian_id = $2 and topic = $3"));
        await using var reader = await batch.ExecuteReaderAsync(stop);
        await reader.ReadAsync(stop);
        return new StopOffer(structure, topic, reader.GetGuid(0), reader.GetBoolean(1)) { ByPush = reader.GetBoolean(2) };

        NpgsqlBatchCommand Command(string sql) =>
            new(sql) { Parameters = { new() { Value = structure.Value }, new() { Value = guardian.Value }, new() { Value = topic.ToString() } } };
    }
}
