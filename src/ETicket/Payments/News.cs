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
    /// <summary>What was bought with it, where that was read before: it never changes. Null asks the books.</summary>
    public PartBought? Part { get; init; }

    /// <summary>The only source that brings a charged-back payment back to paid.</summary>
    public const string WonBack = "won back";

    /// <summary>What a provider's answer about our own payment teaches; null when the table changes nothing for it.</summary>
    public static News? Of(StructureId structure, PaymentId id, PaymentState state, ProviderView view, string source)
    {
        if (PaymentStates.After(state, PaymentStates.EventOf(view, ours: true)) is not { } next || next == state)
            return null;
        return view switch
        {
            ProviderView.Credited c => new News(structure, id, next, c.Amount, c.ProviderMeans, c.PaidAt, c.Authorisation, source, c.Proof),
            ProviderView.Refused r => new News(structure, id, next, null, null, null, null, source, r.Proof),
            ProviderView.Cancelled c => new News(structure, id, next, null, null, null, null, source, c.Proof),
            ProviderView.Expired e => new News(structure, id, next, null, null, null, null, source, e.Proof),
            _ => throw new InvalidOperationException($"{view.GetType().Name} proves no step."),
        };
    }

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

    /// <summary>The question whether money was already given for what these credits pay; <paramref name="tickets"/>: each is known to pay no invoice.</summary>
    public static NpgsqlBatchCommand FlagTwice(News[] credited, bool tickets, PortalAddress portal)
    {
        var asked = new NpgsqlBatchCommand(tickets ? "select payments_flag_twice($1, $2, $3, false, $4, $5, $6)" : "select payments_flag_twice($1, $2, $3)")
        {
            Parameters =
            {
                new() { Value = Array.ConvertAll(credited, n => n.Structure.Value) },
                new() { Value = Array.ConvertAll(credited, n => n.Payment.Value) },
                new() { Value = portal.Public.ToString() },
            },
        };
        if (tickets)
        {
            asked.Parameters.Add(new() { Value = Array.ConvertAll(credited, n => n.Part!.Basket) });
            asked.Parameters.Add(new() { Value = Array.ConvertAll(credited, n => n.Part!.Regie.Value) });
            asked.Parameters.Add(new() { Value = Array.ConvertAll(credited, n => n.Part!.Part) });
        }
        return asked;
    }

    /// <summary>The question whether the family bought the same again because one of these had seemed lost: a person looks (<see cref="Providers.Discrepancies.PerhapsTwice"/>).</summary>
    public static NpgsqlBatchCommand FlagAlike(Guid[] structures, Guid[] payments) => new("select payments_flag_alike($1, $2)")
    {
        Parameters = { new() { Value = structures }, new() { Value = payments } },
    };
}

/// <summary>« Part payée » — which part of which basket a payment pays, and whether an invoice is in it.</summary>
internal sealed record PartBought(Guid Basket, RegieId Regie, int Part, bool PaysInvoices);

/// <summary>« Ce qui arrive à un règlement » — everything that may be told of one; <see cref="PaymentStates"/> says what becomes of it.</summary>
public enum PaymentEvent
{
    /// <summary>The provider answered its opening: it has a page to pay on.</summary>
    Opened,
    OpeningRefused,

    /// <summary>Nobody knows whether it was opened.</summary>
    OpeningUnanswered,

    /// <summary>The day it was prepared on is over, and it was never opened.</summary>
    LeftOvernight,
    Credited,

    /// <summary>PayFiP's V.</summary>
    CreditPromised,

    /// <summary>Money of another amount, currency, reference, client or mode than ours.</summary>
    CreditOfAnother,
    StillPending,
    Refused,
    Cancelled,
    Expired,
    Silent,
    RefundedInPart,

    /// <summary>Nothing is left sold, and the bank took none of it.</summary>
    RefundedWhole,
    TakenByTheBankInPart,

    /// <summary>Nothing is left sold, and the bank took some of it.</summary>
    TakenByTheBank,
    WonBack,

    /// <summary>Whole, and only what lies in the drawer.</summary>
    CancelledAtTheCounter,
}
