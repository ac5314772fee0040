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
    public const string Notification = "notification";

    /// <summary>
    /// An answer that brought no money; silence does not undo what was told of other money, nor a no of PayPal, which is asked for the money only once until the payer agrees again (<see cref="ApprovedAsync"/>). Its last word ends the questions. Where somebody told us to look (a notice, a payer, a colleague), or we asked for
    /// the money ourselves, and nobody could tell, the schedule begins anew: there is probably something to see; after a fault of its own a provider is left alone first, as long as it wants
    /// (<see cref="ProviderView.Unknown.Rests"/>). Only a person, never a notice that anybody may write, has a payment asked about after its 400th day.
    /// </summary>
    public async Task RecordAsync(StructureId structure, PaymentId payment, ProviderView view, string source, CancellationToken stop)
    {
        await using var command = database.Worker.CreateCommand(
            """
            update payment p
            set asked_at = x.at, asks = p.asks + 1, answer = case when x.kept or $3 = 'Silent' and p.answer = 'Different' then p.answer else $3 end,
                answer_detail = case when x.kept then p.answer_detail when $3 = 'Refused' then x.at::text else $4 end, ask_from = x.since,
                next_ask_at = case when not $5 and ($7 or next_ask(x.since, x.at) <= x.until) then greatest(next_ask(x.since, x.at), x.at + $9) end
            from (
              select p.structure_id, p.id, clock.at, case when $6 then clock.at else coalesce(p.ask_from, p.created_at) end as since,
                     coalesce(p.opened_at, p.created_at) + interval '9600 hours' as until,
                     coalesce(p.provider = 'PayPal' and p.answer = 'Refused' and ($8 or $3 = 'Silent'), false) as kept
              from payment p cross join (select eticket_now() as at) clock where p.structure_id = $1 and p.id = $2) x
            where p.structure_id = x.structure_id and p.id = x.id and p.state in ('Created', 'Pending', 'Unknown', 'Refused', 'Cancelled', 'Expired')
            """);
        var unknown = view as ProviderView.Unknown;
        command.Parameters.Add(new() { Value = structure.Value });
        command.Parameters.Add(new() { Value = payment.Value });
        command.Parameters.Add(new() { Value = AnswerOf(view).ToString() });
        command.Parameters.Add(new() { Value = (object?)unknown?.Why ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = view.Final });
        command.Parameters.Add(new() { Value = unknown is not null && (source != Sweep || unknown.MayHaveTaken) });
        command.Parameters.Add(new() { Value = unknown is not null && source is not (Sweep or Notification) });
        command.Parameters.Add(new() { Value = view is ProviderView.Refused { Standing: true } });
        command.Parameters.Add(new() { Value = unknown?.Rests ?? TimeSpan.Zero });
        await command.ExecuteNonQueryAsync(stop);
    }

    /// <summary>« Accord renouvelé » — the payer agreed to pay at that instant: a no that PayPal told before it is no answer any more, and the money may be asked for again.</summary>
    public async Task ApprovedAsync(StructureId structure, PaymentId payment, DateTimeOffset at, CancellationToken stop)
    {
        await using var command = database.Worker.CreateCommand(
            """
            update payment set answer = 'Nothing', answer_detail = null
            where structure_id = $1 and id = $2 and provider = 'PayPal' and answer = 'Refused' and coalesce(answer_detail::timestamptz, asked_at) < $3
            """);
        command.Parameters.Add(new() { Value = structure.Value });
        command.Parameters.Add(new() { Value = payment.Value });
        command.Parameters.Add(new() { Value = at.ToUniversalTime() });
        await command.ExecuteNonQueryAsync(stop);
    }

    /// <summary>
    /// The provider said that money left: until <see cref="MirroredAsync"/> is told the instant answered here, the sweep asks about it, from five minutes on. A later answer moves it.
    /// </summary>
    public async Task<DateTime> OweMirrorAsync(StructureId structure, PaymentId payment, CancellationToken stop)
    {
        await using var command = database.Worker.CreateCommand(
            "update payment set mirror_at = eticket_now() + interval '5 minutes' where structure_id = $1 and id = $2 returning mirror_at");
        command.Parameters.Add(new() { Value = structure.Value });
        command.Parameters.Add(new() { Value = payment.Value });
        return (DateTime)(await command.ExecuteScalarAsync(stop))!;
    }

    /// <summary>All that was told until then has its mirror, or waits for a person.</summary>
    public async Task MirroredAsync(StructureId structure, PaymentId payment, DateTime owed, CancellationToken stop)
    {
        await using var command = database.Worker.CreateCommand("update payment set mirror_at = null where structure_id = $1 and id = $2 and mirror_at <= $3");
        command.Parameters.Add(new() { Value = structure.Value });
        command.Parameters.Add(new() { Value = payment.Value });
        command.Parameters.Add(new() { Value = owed });
        await command.ExecuteNonQueryAsync(stop);
    }

    private static ProviderAnswer AnswerOf(ProviderView view) => view switch
    {
        ProviderView.Pending => ProviderAnswer.Nothing,
        ProviderView.Refused or ProviderView.Expired { Withheld: true } => ProviderAnswer.Refused,
        ProviderView.Cancelled => ProviderAnswer.Cancelled,
        ProviderView.Expired => ProviderAnswer.Expired,
        // Money, and yet it is here: it is not what we asked for.
        ProviderView.Credited => ProviderAnswer.Different,
        _ => ProviderAnswer.Silent,
    };
}
