using System.Text.RegularExpressions;
using ETicket.Kernel;
using Microsoft.Extensions.Logging;

namespace ETicket.Payments.Providers.PayPal;

/// <summary>« Litiges » — asked for about every captured order, whichever event made us look: the order itself does not tell them.</summary>
internal sealed partial class PayPalDisputes(PayPalClient client, ILogger<PayPalDisputes> log)
{
    /// <summary>
    /// The disputes of its captures with what they moved; null when nobody could tell. An application without the right to read disputes is told to the operator and taken for
    /// one without disputes: its payments must be credited all the same.
    /// </summary>
    public async Task<IReadOnlyList<PayPalDispute>?> OfAsync(PayPalAccount account, PayPalOrder order, CancellationToken stop)
    {
        var found = new List<PayPalDispute>();
        foreach (var capture in order.Captures.Where(c => c.Status is not ("PENDING" or "DECLINED" or "FAILED")).Select(c => c.Id))
        {
            if (!PayPalOrders.IsNumber(capture))
                return null;
            var reply = await client.DisputesAsync(account, capture!, stop);
            if (reply is PayPalReply<PayPalDisputeList>.Fault { Status: 403 })
            {
                log.LogError("The PayPal account of order {Order} may not read disputes: enable « Disputes » in its application", order.Id);
                return found;
            }
            if (reply is not PayPalReply<PayPalDisputeList>.Answer { Value.Items: var listed })
                return null;
            foreach (var dispute in listed ?? [])
            {
                if (dispute.DisputeId is not { } id || !Number().IsMatch(id) || await client.DisputeAsync(account, id, stop) is not PayPalReply<PayPalDispute>.Answer { Value: var told })
                    return null;
                found.Add(told);
            }
        }
        return found;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9-]{1,255}\z", RegexOptions.CultureInvariant, 200)]
    private static partial Regex Number();
}

/// <summary>« Litige » — a dispute, and what it moved.</summary>
internal sealed record PayPalDispute(string? DisputeId, string? CreateTime, PayPalDisputeOutcome? DisputeOutcome, PayPalMovement[]? MoneyMovements)
{
    /// <summary>It says that it took our money, and shows no movement of anybody's.</summary>
    public bool Unshown => MoneyMovements is null or [];

    /// <summary>
    /// What each of its movements took of ours, negative where it gave some again; where no movement of anybody is told, what it was decided to give back. What PayPal paid the buyer itself
    /// is not ours, nor is its fee the payer's. Nothing where nothing moved, null when it cannot be read.
    /// </summary>
    public IReadOnlyList<(Money Amount, DateTimeOffset? At)>? Moved()
    {
        if (MoneyMovements is null or [])
            return DisputeOutcome is { OutcomeCode: "RESOLVED_BUYER_FAVOUR", AmountRefunded: { } given } ? Sum(given) is { } sum ? [(sum, null)] : null : [];
        var moved = new List<(Money Amount, DateTimeOffset? At)>();
        foreach (var movement in MoneyMovements.Where(m => m is { AffectedParty: "SELLER", Type: "DEBIT" or "CREDIT" } && m.Reason?.EndsWith("_FEE", StringComparison.Ordinal) is not true))
        {
            if (Sum(movement.Amount) is not { } amount)
                return null;
            moved.Add((movement.Type is "DEBIT" ? amount : -amount, PayPalOutcome.Instant(movement.InitiatedTime)));
        }
        return moved;
    }

    private static Money? Sum(PayPalMoney? written) => PayPalAmount.IsEuro(written) ? PayPalAmount.Read(written) : null;
}

internal sealed record PayPalDisputeOutcome(string? OutcomeCode, PayPalMoney? AmountRefunded);

internal sealed record PayPalMovement(string? AffectedParty, string? Type, string? Reason, PayPalMoney? Amount, string? InitiatedTime);

internal sealed record PayPalDisputeList(PayPalDispute[]? Items);
