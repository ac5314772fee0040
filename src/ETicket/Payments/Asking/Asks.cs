using ETicket.Kernel;
using ETicket.Persistence;
using NpgsqlTypes;

namespace ETicket.Payments.Asking;

/// <summary>
/// « Relances » — what is kept of the questions put to providers: when, what was answered, when next (the schedule is <c>next_ask</c>, in Payments.sql). One row per payment, its
/// own, written again; a payment told at once that it is paid is never written here.
/// </summary>
internal sealed class Asks(Database database)
{
    public const string Sweep = "sweep";

    /// <summary>
    /// An answer that brought no money; silence does not undo what was told of other money. Its last word ends the questions. Where somebody told us to look (a notice, a payer, a colleague) and nobody could tell, the schedule
    /// begins anew: there is probably something to see.
    /// </summary>
    public async Task RecordAsync(StructureId structure, PaymentId payment, ProviderView view, string source, CancellationToken stop)
    {
        await using var command = database.Worker.CreateCommand(
            """
            update payment p
            set asked_at = x.at, asks = p.asks + 1, answer = case when $3 = 'Silent' and p.answer = 'Different' then p.answer else $3 end, answer_detail = $4, ask_from = x.since, next_ask_at = case when not $5 then next_ask(x.since, x.at) end
            from (
              select p.structure_id, p.id, clock.at, case when $6 then clock.at else coalesce(p.ask_from, p.created_at) end as since
              from payment p cross join (select eticket_now() as at) clock where p.structure_id = $1 and p.id = $2) x
            where p.structure_id = x.structure_id and p.id = x.id and p.state in ('Created', 'Pending', 'Unknown', 'Refused', 'Cancelled', 'Expired')
            """);
        var unknown = view as ProviderView.Unknown;
        command.Parameters.Add(new() { Value = structure.Value });
        command.Parameters.Add(new() { Value = payment.Value });
        command.Parameters.Add(new() { Value = AnswerOf(view).ToString() });
        command.Parameters.Add(new() { Value = (object?)unknown?.Why ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = view.Final });
        command.Parameters.Add(new() { Value = unknown is not null && source != Sweep });
        await command.ExecuteNonQueryAsync(stop);
    }

    private static ProviderAnswer AnswerOf(ProviderView view) => view switch
    {
        ProviderView.Pending => ProviderAnswer.Nothing,
        ProviderView.Refused => ProviderAnswer.Refused,
        ProviderView.Cancelled => ProviderAnswer.Cancelled,
        ProviderView.Expired => ProviderAnswer.Expired,
        // Money, and yet it is here: it is not what we asked for.
        ProviderView.Credited => ProviderAnswer.Different,
        _ => ProviderAnswer.Silent,
    };
}
