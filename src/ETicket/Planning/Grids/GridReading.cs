using ETicket.Families;
using ETicket.Kernel;
using ETicket.Persistence;
using Npgsql;

namespace ETicket.Planning.Grids;

/// <summary>« Inscription d'une case » — how far it is, and the wallet whose ticket it holds or used.</summary>
internal sealed record CellBooking(BookingState State, long Wallet)
{
    public bool IsLive => State is BookingState.Held or BookingState.Consumed;
}

/// <summary>
/// « Lecture du planning » — what fills the cells of a family file between two days, asked in one round trip: the database's instant, how far the file is, and the open days, named closures and
/// bookings of its children, whichever home ticked them.
/// </summary>
internal sealed class GridReading
{
    private const string Enrolled =
        """
        (select e.activity_id from family_child f join enrolment e on e.structure_id = $1 and e.child_id = f.child_id
         where f.structure_id = $1 and f.family_id = $2 and f.left_at is null and e.starts_on <= $4 and (e.ends_on is null or e.ends_on >= $3))
        """;

    /// <summary>Statements that read in the order below.</summary>
    private static readonly string[] Statements =
    [
        "select eticket_now(), (select f.file_state from family f where f.structure_id = $1 and f.id = $2)",
        $"select d.activity_id, d.day, d.add_until, d.cancel_until, d.closed_for, d.consumed_at from open_day d where d.structure_id = $1 and d.day between $3 and $4 and d.activity_id in {Enrolled}",
        $"select c.activity_id, c.day, c.label from closed_day c where c.structure_id = $1 and c.day between $3 and $4 and c.activity_id in {Enrolled}",
        """
        select b.child_id, b.activity_id, b.day, b.state, b.wallet_id from family_child f join booking b on b.structure_id = $1 and b.child_id = f.child_id
        where f.structure_id = $1 and f.family_id = $2 and f.left_at is null and b.day between $3 and $4
        """,
    ];

    public DateTimeOffset Now { get; private init; }
    public FileState File { get; private init; }
    public Dictionary<(ActivityId, DateOnly), OpenDay> Open { get; } = [];
    public Dictionary<(ActivityId, DateOnly), string> Named { get; } = [];
    public Dictionary<(ChildId, ActivityId, DateOnly), CellBooking> Bookings { get; } = [];

    public static async Task<GridReading> OfAsync(Work work, FamilyId family, DateOnly from, DateOnly to, CancellationToken stop)
    {
        await using var batch = new NpgsqlBatch(work.Connection, work.Transaction);
        foreach (var sql in Statements)
        {
            var asked = new NpgsqlBatchCommand(sql) { Parameters = { new NpgsqlParameter<Guid> { TypedValue = work.Structure.Value }, new NpgsqlParameter<Guid> { TypedValue = family.Value } } };
            if (batch.BatchCommands.Count > 0)
            {
                asked.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = from });
                asked.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = to });
            }
            batch.BatchCommands.Add(asked);
        }
        await using var reader = await batch.ExecuteReaderAsync(stop);
        await reader.ReadAsync(stop);
        var read = new GridReading { Now = At(reader, 0), File = await reader.IsDBNullAsync(1, stop) ? default : Enum.Parse<FileState>(reader.GetString(1)) };
        await reader.NextResultAsync(stop);
        while (await reader.ReadAsync(stop))
        {
            var (activity, day) = (new ActivityId(reader.GetGuid(0)), reader.GetFieldValue<DateOnly>(1));
            read.Open[(activity, day)] = new OpenDay
            {
                StructureId = work.Structure,
                ActivityId = activity,
                Day = day,
                AddUntil = At(reader, 2),
                CancelUntil = At(reader, 3),
                ClosedFor = reader.IsDBNull(4) ? null : reader.GetString(4),
                ConsumedAt = reader.IsDBNull(5) ? null : At(reader, 5),
            };
        }
        await reader.NextResultAsync(stop);
        while (await reader.ReadAsync(stop))
            read.Named[(new(reader.GetGuid(0)), reader.GetFieldValue<DateOnly>(1))] = reader.GetString(2);
        await reader.NextResultAsync(stop);
        while (await reader.ReadAsync(stop))
            read.Bookings[(new(reader.GetGuid(0)), new(reader.GetGuid(1)), reader.GetFieldValue<DateOnly>(2))] = new(Enum.Parse<BookingState>(reader.GetString(3)), reader.GetInt64(4));
        return read;
    }

    private static DateTimeOffset At(NpgsqlDataReader reader, int column) => new(reader.GetDateTime(column), TimeSpan.Zero);
}
