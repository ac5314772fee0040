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
    /// <summary>What it debited from us, or credited to us; where no movement is told, what it was decided to give back. Null when it cannot be read.</summary>
    public Money? SellerSum(string type)
    {
        var moved = (MoneyMovements ?? []).Where(m => m.AffectedParty is "SELLER").ToArray();
        if (moved.Length == 0 && type == "DEBIT" && DisputeOutcome is { OutcomeCode: "RESOLVED_BUYER_FAVOUR", AmountRefunded: { } given })
            return PayPalAmount.IsEuro(given) ? PayPalAmount.Read(given) : null;
        var sums = moved.Where(m => m.Type == type).Select(m => PayPalAmount.IsEuro(m.Amount) ? PayPalAmount.Read(m.Amount) : null).ToArray();
        return sums.Any(s => s is null) ? null : sums.Sum(s => s!.Value);
    }
}

internal sealed record PayPalDisputeOutcome(string? OutcomeCode, PayPalMoney? AmountRefunded);

internal sealed record PayPalMovement(string? AffectedParty, string? Type, PayPalMoney? Amount);

internal sealed record PayPalDisputeList(PayPalDispute[]? Items);
