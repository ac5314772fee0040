using System.Text.Json;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Asking;
using ETicket.Payments.Invoicing;
using ETicket.Payments.Providers;
using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Wallets.Baskets;

/// <summary>
/// « Réessayer » — pays again a part of a basket whose payment was refused, abandoned, expired or lost: a new payment of the same lines at the same prices, within their day.
/// One operation at a time: what is still open is taken up again, not doubled; what was left at Stripe or PayPal is closed, or seen to take nothing by itself, before another way is opened
/// (<see cref="LeftOpen"/>). Should both be paid in the end, both credit and the second is flagged.
/// </summary>
public sealed class Retries(Database database, IEnumerable<IPaymentProvider> providers, LeftOpen leftOpen)
{
    /// <summary>How long a provider may need to say the end of an operation: PayFiP wants as much between two attempts at one basket, and one its payer abandoned may still be paid meanwhile.</summary>
    public static readonly TimeSpan Between = TimeSpan.FromMinutes(20);

    private readonly ProviderChoice _choice = new(providers);

    /// <summary>
    /// The payment to open now for the part this payment belongs to, with this provider: the live one, else a new attempt. A part that is paid answers the payment that paid it.
    /// Refuses a payment of another family (<see cref="UnknownPayment"/>), one of an earlier day (<see cref="BasketOfAnotherDay"/>, <see cref="AnswerMayStillCome"/>), one whose fate is not known yet
    /// (<see cref="TryAgainLater"/>) or whose money a person looks at (<see cref="MoneyBeingLookedAt"/>), a provider not offered for it (<see cref="MeansNotAllowed"/>, <see cref="MeansFromAmount"/>),
    /// and what is refused of any basket.
    /// </summary>
    public Task<Payment> AgainAsync(StructureId structure, FamilyId family, PaymentId payment, PaymentProvider provider, string actor, CancellationToken stop) => leftOpen.AsideAsync(
        structure, idle => Conflicts.ReplayAsync(() => AgainOnceAsync(structure, family, payment, provider, actor, idle, stop), stop), stop);

    private async Task<Payment> AgainOnceAsync(
        StructureId structure, FamilyId family, PaymentId id, PaymentProvider provider, string actor, IReadOnlySet<PaymentId> idle, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        var asked = await work.Read<Payment>().SingleOrDefaultAsync(p => p.Id == id && p.FamilyId == family && p.Provider != PaymentProvider.Counter, stop) ?? throw new UnknownPayment();
        var attempts = await LockAttemptsAsync(work, asked, stop);
        var standing = BasketRepeats.Standing(attempts)[0];
        if (standing.State.BroughtMoney())
            return standing;
        await OtherMoney.RefuseHeldAsync(work, [.. attempts.Select(p => p.Id)], stop);
        var last = attempts[^1];
        var now = await work.NowAsync(stop);
        var lines = await work.Read<PaymentLine>().Where(l => l.PaymentId == last.Id).OrderBy(l => l.Line).ToListAsync(stop);
        // Prepared and left, its invoice may have been paid elsewhere since, in whole or in part.
        var left = last.State is not PaymentState.Pending || OtherMoney.IsOver(last);
        if (left)
            await HoldInvoicesAsync(work, last, lines, now, idle, stop);
        if (IsLive(last, provider, now))
            return last;
        if (!left)
            await HoldInvoicesAsync(work, last, lines, now, idle, stop);
        if (ParisTime.DayOf(attempts[0].CreatedAt) is var prepared && prepared < ParisTime.DayOf(now))
            throw attempts.Any(p => p is { PayAt: not null, NextAskAt: not null }) ? new AnswerMayStillCome(prepared) : new BasketOfAnotherDay(prepared);

        await CheckAsync(work, provider, last, lines, ParisTime.DayOf(now), stop);
        if (last is { State: PaymentState.Pending, Provider: not PaymentProvider.PayFip } && !OtherMoney.IsOver(last) && !idle.Contains(last.Id))
            throw new TryAgainLater(UnpaidInvoices.Later(last.NextAskAt ?? now, now.AddMinutes(5))) { Left = last.Id };
        // Its button was another's and nobody opened it: nobody will.
        if (last.State is PaymentState.Created)
            await new News(structure, last.Id, PaymentState.Cancelled, null, null, null, null, "retry", JsonSerializer.Serialize(new { instead = provider.ToString() })).TellAsync(work, stop);

        if (attempts.LastOrDefault(p => p.Provider == provider && WaysToPay.IsResumed(p, now)) is { } resumed)
        {
            await work.CommitAsync(stop);
            return resumed;
        }
        List<NewPaymentLine> again = [.. lines.Select(l => new NewPaymentLine(l.ServiceId, l.TicketTypeId, l.Designation, l.Quantity, l.UnitPrice, l.InvoiceId) { Tariff = l.Tariff })];
        await PaymentAccounts.OpenAsync(work, family, last.RegieId, provider, null, null, again, stop);
        var attempt = new NewPayment(
            PaymentId.New(), family, last.RegieId, last.BasketId, provider, null, PaymentReference.New(), last.PayerEmail, actor, null, now, again)
        { Part = last.Part, Attempt = last.Attempt + 1, Retries = last.Id }.Record(work);
        await work.CommitAsync(stop);
        return attempt;
    }

    /// <summary>
    /// Still to be paid where it is: prepared for this provider, or open there — within twenty minutes whichever button was pressed where the provider takes the money by itself and cannot be
    /// told not to (PayFiP), for it may be paid at any moment. What brought other money is not: a person has seen to it by now.
    /// </summary>
    private static bool IsLive(Payment last, PaymentProvider provider, DateTimeOffset now)
    {
        if (OtherMoney.IsOver(last))
            return false;
        // From the moment its page was opened: a second part may have been prepared long before.
        var until = (last.OpenedAt ?? last.CreatedAt) + Between;
        var young = now < until;
        if (last.State is PaymentState.Unknown && young)
            return last.PayAt is not null ? true : throw new TryAgainLater(until);
        return last.State switch
        {
            PaymentState.Created => last.Provider == provider,
            PaymentState.Pending => last.Provider == provider || (young && last.Provider is PaymentProvider.PayFip),
            _ => false,
        };
    }

    private static async Task HoldInvoicesAsync(Work work, Payment last, List<PaymentLine> lines, DateTimeOffset now, IReadOnlySet<PaymentId> idle, CancellationToken stop)
    {
        if (lines.Select(l => l.InvoiceId).OfType<InvoiceId>().ToList() is { Count: > 0 } invoices)
            UnpaidInvoices.RefuseBeyond(lines, (await UnpaidInvoices.LockAsync(work, last.FamilyId, [.. invoices.Select(InvoiceShare.FromInvoiceId)], now, new(last.BasketId, idle), stop)).Select(s => s.Invoice));
    }

    /// <summary>The attempts at the part, oldest first, locked: of two clicks the second finds what the first began.</summary>
    private static async Task<IReadOnlyList<Payment>> LockAttemptsAsync(Work work, Payment asked, CancellationToken stop)
    {
        await using (var command = work.Command(
            "select 1 from payment where structure_id = $1 and basket_id = $2 and regie_id = $3 and part = $4 order by id for update",
            work.Structure.Value, asked.BasketId, asked.RegieId.Value, asked.Part))
            await command.ExecuteNonQueryAsync(stop);
        return await work.Read<Payment>().Where(p => p.BasketId == asked.BasketId && p.RegieId == asked.RegieId && p.Part == asked.Part).OrderBy(p => p.Attempt).ToListAsync(stop);
    }

    private async Task CheckAsync(Work work, PaymentProvider provider, Payment payment, List<PaymentLine> lines, DateOnly today, CancellationToken stop)
    {
        var offered = _choice.Offered(lines.Select(l => l.ServiceId), await ProviderAccounts.OfferedAsync(work, today, stop));
        if (!offered.Contains(provider))
            throw new MeansNotAllowed(lines[0].Designation);
        if (!_choice.Takes(provider, payment.Amount))
            throw new MeansFromAmount(payment.Amount, _choice.MinimumOf(provider));
    }
}
