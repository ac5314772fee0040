using ETicket.Kernel;
using ETicket.Persistence;

namespace ETicket.Planning.Papers;

/// <summary>A child expected at an activity; its school and class where the mairie knows them. Nothing else of it is read for a list.</summary>
internal sealed record Expected(string LastName, string FirstName, string? School, string? Grade);

/// <summary>« Attendus du jour » — the children whose day is ticked, used or not; one given back is not expected.</summary>
internal static class ExpectedChildren
{
    private static readonly StringComparer ByName = StringComparer.Create(French.Culture, ignoreCase: true);

    /// <summary>Those of one activity and Paris day, by school, class and name as a dictionary orders them; schools and classes that are not known come last.</summary>
    public static async Task<IReadOnlyList<Expected>> OfAsync(Work work, ActivityId activity, DateOnly day, CancellationToken stop)
    {
        await using var command = work.Command(
            """
            select c.last_name, c.first_name, s.name, c.grade
            from booking b
            join child c on c.structure_id = b.structure_id and c.id = b.child_id
            left join site s on s.structure_id = c.structure_id and s.id = c.school_id
            where b.structure_id = $1 and b.activity_id = $2 and b.day = $3 and b.state in ('Held', 'Consumed')
            """,
            work.Structure.Value, activity.Value, day);
        List<Expected> children = [];
        await using var row = await command.ExecuteReaderAsync(stop);
        while (await row.ReadAsync(stop))
            children.Add(new Expected(row.GetString(0), row.GetString(1), row.IsDBNull(2) ? null : row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3)));
        return
        [
            .. children.OrderBy(c => c.School is null).ThenBy(c => c.School, ByName).ThenBy(c => c.Grade is null).ThenBy(c => c.Grade, ByName)
                .ThenBy(c => c.LastName, ByName).ThenBy(c => c.FirstName, ByName),
        ];
    }
}
