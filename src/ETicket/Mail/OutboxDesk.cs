using ETicket.Kernel;
using ETicket.Mail.Letters;
using Npgsql;
using NpgsqlTypes;

namespace ETicket.Mail;

/// <summary>A letter a postman holds: its variables, and the person as the family file knows them now.</summary>
internal sealed record ClaimedLetter(
    StructureId StructureId,
    long Id,
    string Name,
    string Variables,
    int Attempt,
    DateTimeOffset ClaimedAt,
    string MessageId,
    string? LastError,
    string? Email,
    string FullName);

/// <summary>« Guichet » — hands letters to postmen and notes what became of them. Each sentence is its own short transaction: none is open while mail travels.</summary>
internal sealed class OutboxDesk(NpgsqlDataSource worker)
{
    /// <summary>How long a postman may keep letters before they are given to another.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(15);

    public async Task<IReadOnlyList<ClaimedLetter>> ClaimAsync(int most, string domain, CancellationToken stop)
    {
        await using var command = worker.CreateCommand(OutboxSql.Claim);
        command.Parameters.AddWithValue("most", most);
        command.Parameters.AddWithValue("lease", Lease);
        command.Parameters.AddWithValue("domain", domain);
        command.Parameters.AddWithValue("by_day", LetterBook.ByDay);
        await using var reader = await command.ExecuteReaderAsync(stop);
        var letters = new List<ClaimedLetter>();
        while (await reader.ReadAsync(stop))
            letters.Add(Read(reader));
        return letters;
    }

    /// <summary>Not cancellable: the letter is gone, and forgetting it would send it twice.</summary>
    public Task SentAsync(ClaimedLetter letter) => SayAsync(OutboxSql.Sent, letter);

    public Task CloseAsync(ClaimedLetter letter, string state, string why) => SayAsync(OutboxSql.Close, letter, ("state", state), ("error", why));

    /// <summary>The letter waits <paramref name="delay"/>. <paramref name="counted"/>: this attempt was its own fault or luck, not the server's absence.</summary>
    public Task DelayAsync(ClaimedLetter letter, TimeSpan delay, string? why, bool counted) =>
        SayAsync(OutboxSql.Delay, letter, ("delay", delay), ("error", why), ("uncounted", counted ? 0 : 1));

    private async Task SayAsync(string sql, ClaimedLetter letter, params (string Name, object? Value)[] facts)
    {
        await using var command = worker.CreateCommand(sql);
        command.Parameters.AddWithValue("structure", letter.StructureId.Value);
        command.Parameters.AddWithValue("id", letter.Id);
        if (sql.Contains("@claimed", StringComparison.Ordinal))
            command.Parameters.AddWithValue("claimed", letter.ClaimedAt);
        foreach (var (name, value) in facts)
        {
            if (value is null)
                command.Parameters.AddWithValue(name, NpgsqlDbType.Text, DBNull.Value);
            else
                command.Parameters.AddWithValue(name, value);
        }
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }

    private static ClaimedLetter Read(NpgsqlDataReader row) => new(
        new StructureId(row.GetGuid(0)),
        row.GetInt64(1),
        row.GetString(2),
        row.GetString(3),
        row.GetInt32(4),
        row.GetFieldValue<DateTimeOffset>(5),
        row.GetString(6),
        Text(row, 7),
        Text(row, 8),
        $"{Text(row, 9)} {Text(row, 10)}".Trim());

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
