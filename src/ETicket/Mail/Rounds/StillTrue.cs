using Npgsql;

namespace ETicket.Mail.Rounds;

/// <summary>
/// « Encore vrai ? » — a letter may wait a night, or a day without a server, while the family does what it asks: what it says is looked at again as it leaves. One sentence a kind, here: it
/// answers the variables as they are true now, and nothing where there is nothing left to say.
/// </summary>
internal sealed class StillTrue(NpgsqlDataSource worker)
{
    private static readonly Dictionary<string, string> Sentences = new(StringComparer.Ordinal)
    {
        // The children and activities of which still nobody spoke for that week.
        [nameof(Letters.EmptyWeek)] = """
            select jsonb_set(l.variables, '{lines}', jsonb_agg(x.line order by x.place))::text
            from outbox_letter l cross join jsonb_array_elements(l.variables -> 'lines') with ordinality x(line, place)
            where l.structure_id = $1 and l.id = $2 and not exists (
              select from family_child f
              join child c on c.structure_id = f.structure_id and c.id = f.child_id and c.first_name = x.line ->> 'child'
              join activity a on a.structure_id = f.structure_id and a.name = x.line ->> 'activity'
              join booking b on b.structure_id = f.structure_id and b.child_id = c.id and b.activity_id = a.id
                and b.day between (l.variables ->> 'first_day')::date and (l.variables ->> 'first_day')::date + 6
              where f.structure_id = l.structure_id and f.family_id = l.family_id)
            group by l.structure_id, l.id
            """,
        // The booklets it names that are below zero now, with what they lack now.
        [nameof(Letters.NegativeBalance)] = """
            select (l.variables || jsonb_build_object(
                     'lines', jsonb_agg(x.line || jsonb_build_object('missing', -w.tickets, 'cents', -w.value_cents) order by x.place, w.id), 'total_cents', sum(-w.value_cents)))::text
            from outbox_letter l cross join jsonb_array_elements(l.variables -> 'lines') with ordinality x(line, place)
            join wallet w on w.structure_id = l.structure_id and w.family_id = l.family_id and w.tickets < 0
            join ticket_type y on y.structure_id = w.structure_id and y.id = w.ticket_type_id and y.label = x.line ->> 'label'
            where l.structure_id = $1 and l.id = $2
            group by l.structure_id, l.id
            """,
        // « À payer », as long as it is.
        [nameof(Letters.InvoiceAvailable)] = """
            select l.variables::text
            from outbox_letter l join invoice i on i.structure_id = l.structure_id and i.id = l.reference::uuid and i.paid_cents < i.amount_cents
            where l.structure_id = $1 and l.id = $2
            """,
    };

    /// <summary>The variables of the letter as they are true now; null when there is nothing left to say.</summary>
    public async Task<string?> LookAsync(ClaimedLetter letter, CancellationToken stop)
    {
        if (!Sentences.TryGetValue(letter.Name, out var sentence))
            return letter.Variables;
        await using var command = worker.CreateCommand(sentence);
        command.Parameters.Add(new() { Value = letter.StructureId.Value });
        command.Parameters.Add(new() { Value = letter.Id });
        return (string?)await command.ExecuteScalarAsync(stop);
    }
}
