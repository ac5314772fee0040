using ETicket.Kernel;
using ETicket.Mail.Letters;
using ETicket.Mail.Stops;
using ETicket.Mail.Undelivered;
using Npgsql;

namespace ETicket.Mail;

/// <summary>A letter a postman holds: its variables, and the person as the family file knows them now. <paramref name="Address"/> is empty when there is nobody to write to.</summary>
internal sealed record ClaimedLetter(
    StructureId StructureId,
    long Id,
    GuardianId Guardian,
    string Name,
    string Variables,
    int Attempt,
    DateTimeOffset ClaimedAt,
    string MessageId,
    string? LastError,
    string Address,
    string FullName)
{
    /// <summary>When the fact was written, or the letter was last sent again by a person.</summary>
    public DateTimeOffset QueuedAt { get; init; }

    /// <summary>What it says is over.</summary>
    public bool Expired { get; init; }

    /// <summary>How its reader stops such letters; null for a letter that is due anyway.</summary>
    public StopOffer? Stop { get; init; }
}

/// <summary>« Guichet » — hands letters to postmen and notes what became of them. Each sentence is its own short transaction: none is open while mail travels.</summary>
internal sealed class OutboxDesk(NpgsqlDataSource worker)
{
    /// <summary>How long a postman may keep letters before they are given to another.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(15);

    private const int LongestError = 500;

    /// <summary>The hour of the books, and whether a letter is due: it takes nothing.</summary>
    public async Task<(DateTimeOffset Now, bool Due)> LookAsync(CancellationToken stop)
    {
        await using var command = worker.CreateCommand(OutboxSql.Look);
        command.Parameters.AddWithValue("by_day", LetterBook.ByDay);
        await using var row = await command.ExecuteReaderAsync(stop);
        await row.ReadAsync(stop);
        return (row.GetFieldValue<DateTimeOffset>(0), row.GetBoolean(1));
    }

    /// <summary>The letters due: those somebody waits for, then the others, in the order of their facts.</summary>
    public async Task<IReadOnlyList<ClaimedLetter>> ClaimAsync(int most, string domain, CancellationToken stop)
    {
        await using var command = worker.CreateCommand(OutboxSql.Claim);
        command.Parameters.AddWithValue("most", most);
        command.Parameters.AddWithValue("lease", Lease);
        command.Parameters.AddWithValue("domain", domain);
        command.Parameters.AddWithValue("by_day", LetterBook.ByDay);
        command.Parameters.AddWithValue("awaited", LetterBook.Awaited);
        await using var reader = await command.ExecuteReaderAsync(stop);
        var letters = new List<ClaimedLetter>();
        while (await reader.ReadAsync(stop))
            letters.Add(Read(reader));
        return [.. letters.OrderBy(letter => !LetterBook.Awaited.Contains(letter.Name, StringComparer.Ordinal)).ThenBy(letter => letter.Id)];
    }

    /// <summary>Not cancellable: the letter is gone, and forgetting it would send it twice.</summary>
    public Task SentAsync(ClaimedLetter letter) => SayAsync(OutboxSql.Sent, letter);

    public Task DropAsync(ClaimedLetter letter, string why) => SayAsync(OutboxSql.Drop, letter, ("error", Short(why)));

    /// <summary>The letter will not leave without a person, and the mairie is told where it was going and why.</summary>
    public Task FailAsync(ClaimedLetter letter, UndeliveredReason reason, string why) =>
        SayAsync(OutboxSql.Fail, letter, ("error", Short(why)), ("address", Short(letter.Address)), ("reason", reason.ToString()));

    /// <summary>The letter waits <paramref name="delay"/>. <paramref name="counted"/>: this attempt was its own fault or luck, not the server's absence.</summary>
    public Task DelayAsync(ClaimedLetter letter, TimeSpan delay, string why, bool counted) =>
        SayAsync(OutboxSql.Delay, letter, ("delay", delay), ("error", Short(why)), ("uncounted", counted ? 0 : 1));

    public Task PutBackAsync(ClaimedLetter letter) => SayAsync(OutboxSql.PutBack, letter);

    private async Task SayAsync(string sql, ClaimedLetter letter, params (string Name, object Value)[] facts)
    {
        await using var command = worker.CreateCommand(sql);
        command.Parameters.AddWithValue("structure", letter.StructureId.Value);
        command.Parameters.AddWithValue("id", letter.Id);
        if (sql.Contains("@claimed", StringComparison.Ordinal))
            command.Parameters.AddWithValue("claimed", letter.ClaimedAt);
        foreach (var (name, value) in facts)
            command.Parameters.AddWithValue(name, value);
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }

    /// <summary>Others' words, which may hold anything: PostgreSQL refuses a zero, and a page of a proxy is not an error to keep.</summary>
    private static string Short(string said) => string.Concat(said.Take(LongestError).Select(c => char.IsControl(c) ? ' ' : c));

    private static ClaimedLetter Read(NpgsqlDataReader row) => new(
        new StructureId(row.GetGuid(0)),
        row.GetInt64(1),
        new GuardianId(row.GetGuid(2)),
        row.GetString(3),
        row.GetString(4),
        row.GetInt32(5),
        row.GetFieldValue<DateTimeOffset>(6),
        row.GetString(7),
        row.IsDBNull(8) ? null : row.GetString(8),
        row.GetString(9),
        row.GetString(10))
    {
        QueuedAt = row.GetFieldValue<DateTimeOffset>(11),
        Expired = row.GetBoolean(12),
    };
}
