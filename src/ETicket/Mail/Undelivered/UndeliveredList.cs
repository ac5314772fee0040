using ETicket.Persistence;
using Npgsql;

namespace ETicket.Mail.Undelivered;

/// <summary>A letter that waits for a person, as the mairie sees it. <paramref name="Current"/> is the address in the file today, empty when there is none any more.</summary>
internal sealed record UndeliveredSeen(
    long Id, string Kind, UndeliveredReason Reason, string Detail, string Address, string Current, DateTimeOffset FailedAt, string FamilyNumber, string FamilyName, string Guardian, bool Over)
{
    /// <summary>Sending again to an address that does not exist for certain changes nothing, and what is <see cref="Over"/> would be dropped before it leaves.</summary>
    public bool MayBeSentAgain =>
        !Over && Current.Length > 0 && (Current != Address || !(Reason is UndeliveredReason.NotAnAddress || (Reason is UndeliveredReason.UnknownAddress && RefusalReading.IsCertain(Detail))));
}

/// <summary>Letters that may leave again together: their reason, how many, their kinds, and when the oldest was written.</summary>
internal sealed record UndeliveredTogether(UndeliveredReason Reason, int Letters, IReadOnlyList<string> Kinds, DateTimeOffset Oldest);

/// <summary>« Courriers non remis » — what the postman gave up and nobody saw to yet, family by family.</summary>
internal static class UndeliveredList
{
    public const int PageSize = 50;

    private const string Waiting = "undelivered_letter u join outbox_letter o on o.structure_id = u.structure_id and o.id = u.letter_id and o.state = 'failed'";

    private const string Family = "left join family f on f.structure_id = o.structure_id and f.id = o.family_id";

    /// <summary>One row each, of the structure $1.</summary>
    public const string Seen =
        $"""
        select u.id, o.name, u.reason, u.detail, u.address, coalesce(o.address, trim(g.email), '') as current, u.failed_at, coalesce(f.number, '') as number, coalesce(f.name, '') as family, coalesce(g.first_name || ' ' || g.last_name, ''), coalesce(o.expires_at <= eticket_now(), false) as over, o.queued_at
        from {Waiting} {Family}
        left join guardian g on g.structure_id = o.structure_id and g.id = o.guardian_id and g.family_id = o.family_id
        where u.structure_id = $1 and u.resolved_at is null
        """;

    /// <summary><see cref="UndeliveredSeen.MayBeSentAgain"/> of a row of <see cref="Seen"/>.</summary>
    public const string MayBeSentAgain = "not s.over and s.current <> '' and (s.current <> s.address or not (s.reason = 'NotAnAddress' or s.reason = 'UnknownAddress' and s.detail ~ '^[0-9]{3} [245][.][0-9]{1,3}[.][0-9]{1,3}'))";

    /// <summary>
    /// Of a row of <see cref="Seen"/> that may be sent again, whether it may with all those of its reason: what the family may have read already goes one by one, after a look,
    /// and what has a template still broken (its kind is in $2) would come back.
    /// </summary>
    public const string Together =
        MayBeSentAgain + " and s.reason <> 'Unanswered' and (s.reason <> 'Template' or s.name <> all($2))";

    /// <summary>By reason, what may leave again together while the templates of the kinds <paramref name="broken"/> are.</summary>
    public static async Task<IReadOnlyList<UndeliveredTogether>> ReasonsAsync(Work work, string[] broken, CancellationToken stop)
    {
        await using var command = work.Command(
            $"select s.reason, count(*)::int, array_agg(distinct s.name), min(s.queued_at) from ({Seen}) s where {Together} group by 1 order by 2 desc, 1", work.Structure.Value, broken);
        await using var row = await command.ExecuteReaderAsync(stop);
        var reasons = new List<UndeliveredTogether>();
        while (await row.ReadAsync(stop))
            reasons.Add(new(Enum.Parse<UndeliveredReason>(row.GetString(0)), row.GetInt32(1), row.GetFieldValue<string[]>(2), row.GetFieldValue<DateTimeOffset>(3)));
        return reasons;
    }

    /// <summary>The kinds of the letters whose template could not be filled.</summary>
    public static async Task<IReadOnlyList<string>> SpoiledAsync(Work work, CancellationToken stop)
    {
        await using var command = work.Command($"select coalesce(array_agg(distinct s.name), '{{}}') from ({Seen}) s where s.reason = 'Template'", work.Structure.Value);
        return (string[])(await command.ExecuteScalarAsync(stop))!;
    }

    /// <summary>How many wait for a person.</summary>
    public static async Task<int> CountAsync(Work work, CancellationToken stop)
    {
        await using var command = work.Command($"select count(*)::int from {Waiting} where u.structure_id = $1 and u.resolved_at is null", work.Structure.Value);
        return (int)(await command.ExecuteScalarAsync(stop))!;
    }

    /// <summary>The one still waiting under this number, or null.</summary>
    public static async Task<UndeliveredSeen?> FindAsync(Work work, long id, CancellationToken stop)
    {
        await using var command = work.Command($"{Seen} and u.id = $2", work.Structure.Value, id);
        return (await ReadAsync(command, stop)).SingleOrDefault();
    }

    /// <summary>One page in the order of family names, after the letter <paramref name="after"/> that ended the page before (0: the first); <c>More</c>: there is another.</summary>
    public static async Task<(IReadOnlyList<UndeliveredSeen> Seen, bool More)> PageAsync(Work work, long after, CancellationToken stop)
    {
        await using var command = work.Command(
            $"""
            {Seen} and ($2 = 0 or (coalesce(f.name, ''), coalesce(f.number, ''), u.id) > (
              select coalesce(f.name, ''), coalesce(f.number, ''), u.id from undelivered_letter u join outbox_letter o on o.structure_id = u.structure_id and o.id = u.letter_id {Family}
              where u.structure_id = $1 and u.id = $2))
            order by coalesce(f.name, ''), coalesce(f.number, ''), u.id limit $3
            """,
            work.Structure.Value, after, PageSize + 1);
        var seen = await ReadAsync(command, stop);
        return ([.. seen.Take(PageSize)], seen.Count > PageSize);
    }

    private static async Task<IReadOnlyList<UndeliveredSeen>> ReadAsync(NpgsqlCommand command, CancellationToken stop)
    {
        await using var row = await command.ExecuteReaderAsync(stop);
        var seen = new List<UndeliveredSeen>();
        while (await row.ReadAsync(stop))
        {
            seen.Add(new(
                row.GetInt64(0), row.GetString(1), Enum.Parse<UndeliveredReason>(row.GetString(2)), row.GetString(3), row.GetString(4), row.GetString(5),
                row.GetFieldValue<DateTimeOffset>(6), row.GetString(7), row.GetString(8), row.GetString(9), row.GetBoolean(10)));
        }
        return seen;
    }
}
