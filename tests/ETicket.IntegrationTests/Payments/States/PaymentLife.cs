using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Treasury;
using ETicket.Treasury.Refunds;
using ETicket.Treasury.Undo;
using ETicket.Wallets;

namespace ETicket.IntegrationTests.Payments.States;

/// <summary>Brings payments of one family into a state, and makes happen to them what may happen, by the verbs the doors use; only the provider is a recording.</summary>
internal sealed class PaymentLife(Town town, FamilyFile family)
{
    public const int Tickets = 4;

    private static readonly PaymentEvent[] Openings = [PaymentEvent.Opened, PaymentEvent.OpeningRefused, PaymentEvent.OpeningUnanswered];

    public async Task<Payment> BringAsync(PaymentState state, PaymentEvent before)
    {
        if (before is PaymentEvent.CancelledAtTheCounter && state is PaymentState.Paid or PaymentState.Refunded or PaymentState.ChargedBack)
        {
            var sold = await family.Buys(Tickets, "CANT-B");
            await UndoAsync(state, sold, Reversals.UnpaidCheque("sans provision"));
            return sold;
        }
        var payment = Assert.Single(await family.FillsABasket([(Tickets, "CANT-B")]));
        // What an opening says comes to a payment that was only prepared when it was asked, whatever it became meanwhile.
        if (Openings.Contains(before) && state is not PaymentState.Unknown)
            return payment;
        await BecomesAsync(payment, state, before is PaymentEvent.WonBack);
        if (before is >= PaymentEvent.Credited and <= PaymentEvent.Silent && state is PaymentState.Created or PaymentState.Unknown)
            await KeepsAReferenceAsync(payment);
        return payment;
    }

    /// <summary>Makes it happen; answers the refusal, where there is one.</summary>
    public async Task<Refusal?> HappensAsync(PaymentState state, PaymentEvent what, Payment payment)
    {
        try
        {
            if (Openings.Contains(what))
                await AnswersTheOpeningAsync(state, what, payment);
            else if (what is >= PaymentEvent.Credited and <= PaymentEvent.Silent)
                await AnswersTheLookUpAsync(what, payment);
            else
                await UndoesAsync(what, payment);
            return null;
        }
        catch (Refusal refusal)
        {
            return refusal;
        }
        finally
        {
            town.PayFip.WhileOpening = null;
        }
    }

    public Task<PaymentState> StateAsync(Payment payment) => town.StateOf(payment);

    private async Task BecomesAsync(Payment payment, PaymentState state, bool failing = false)
    {
        switch (state)
        {
            case PaymentState.Created:
                return;
            case PaymentState.Pending:
                await OpenAsync(payment);
                return;
            case PaymentState.Unknown:
                town.PayFip.WhileOpening = () => throw new ProviderUnreachable("no answer");
                await Assert.ThrowsAsync<ProviderSilent>(() => OpenAsync(payment));
                town.PayFip.WhileOpening = null;
                return;
        }
        await OpenAsync(payment);
        town.PayFip.Answers(payment, order => ViewOf(state switch
        {
            PaymentState.Promised => PaymentEvent.CreditPromised,
            PaymentState.Refused => PaymentEvent.Refused,
            PaymentState.Cancelled => PaymentEvent.Cancelled,
            PaymentState.Expired => PaymentEvent.Expired,
            _ => PaymentEvent.Credited,
        }, order));
        await family.Settles(payment);
        await UndoAsync(state, payment, Reversals.Chargeback("contestation"), failing);
    }

    /// <summary>A refund that will fail is one the provider made.</summary>
    private async Task UndoAsync(PaymentState state, Payment payment, Undoing byTheBank, bool failing = false)
    {
        if (state is PaymentState.Refunded)
            await UndoAsync(payment, failing ? Reversals.ProviderRefund("erreur") : Reversals.CommuneRefund("erreur"), Tickets);
        if (state is PaymentState.ChargedBack)
            await UndoAsync(payment, byTheBank, Tickets);
    }

    private async Task AnswersTheOpeningAsync(PaymentState state, PaymentEvent what, Payment payment)
    {
        town.PayFip.StartsOnce = state is PaymentState.Unknown;
        town.PayFip.WhileOpening = async () =>
        {
            town.PayFip.WhileOpening = null;
            if (state is not PaymentState.Unknown)
                await BecomesAsync(payment, state);
            if (what is PaymentEvent.Opened)
                return;
            // A twin opened it, and its page is not read yet when this opening fails.
            await OwnerAsync("update payment set pay_at = null where id = $1", payment);
            throw what is PaymentEvent.OpeningRefused ? new ProviderRefused("T2", "refusé") : new ProviderUnreachable("no answer");
        };
        try
        {
            await OpenAsync(payment);
        }
        finally
        {
            town.PayFip.StartsOnce = false;
        }
    }

    /// <summary>Asked as a return does, then as a notice of money that left does, twice.</summary>
    private async Task AnswersTheLookUpAsync(PaymentEvent what, Payment payment)
    {
        town.PayFip.Answers(payment, order => ViewOf(what, order));
        await family.Settles(payment);
        for (var i = 0; i < 2; i++)
        {
            var before = await town.StateOf(payment);
            try
            {
                await town.Settlements.SettleAsync(town.Structure, payment.Id, "notification", CancellationToken.None, evenCredited: true);
            }
            catch (ProviderUnreachable) when (what is PaymentEvent.Silent || (before.BroughtMoney() && what is not (PaymentEvent.Credited or PaymentEvent.CreditPromised or PaymentEvent.CreditOfAnother)))
            {
                // Nobody answered, or somebody who knows no more of the money we have: asked for again by whoever told us.
            }
        }
    }

    private async Task UndoesAsync(PaymentEvent what, Payment payment)
    {
        switch (what)
        {
            case PaymentEvent.RefundedInPart or PaymentEvent.RefundedWhole:
                await UndoAsync(payment, Reversals.ProviderRefund("erreur"), what is PaymentEvent.RefundedWhole ? Tickets : 1);
                return;
            case PaymentEvent.TakenByTheBankInPart or PaymentEvent.TakenByTheBank:
                await town.Reversals.UndoAsync(
                    town.Structure, Reversals.Chargeback("contestation"), [.. (await ReceivedAsync(payment)).Select(l => (l, what is PaymentEvent.TakenByTheBank ? Tickets : 1))], CancellationToken.None);
                return;
            case PaymentEvent.CancelledAtTheCounter:
                await town.CashDesk.CancelAsync(town.Structure, Town.Dominique, "erreur", [.. (await family.Sold(payment)).Select(l => (l, Tickets))], Guid.NewGuid(), CancellationToken.None);
                return;
        }
        var taken = await town.Books.AskAsync<long>("select coalesce(max(entry_id), 0) from receipt where payment_id = $1 and kind not in ('Sale', 'Lift')", payment.Id.Value);
        await town.Reversals.Won.WinBackAsync(town.Structure, taken, "contestation gagnée, remboursement qui n’aboutit pas", [ReceiptKind.Chargeback, ReceiptKind.ProviderRefund], CancellationToken.None);
    }

    public async Task UndoAsync(Payment payment, Undoing undoing, int tickets) =>
        await town.Reversals.UndoAsync(town.Structure, undoing, [.. (await family.Sold(payment)).Select(l => (l, tickets))], CancellationToken.None);

    /// <summary>The lines as the bank sees them: what the commune refunded of them too.</summary>
    private async Task<IReadOnlyList<SoldLine>> ReceivedAsync(Payment payment)
    {
        await using var work = await town.Books.Database.BeginAsync(town.Structure, CancellationToken.None);
        return await CommuneRefunds.ReceivedAsync(work, payment.Id, await TakeBacks.SoldAsync(work, [payment.Id], CancellationToken.None), CancellationToken.None);
    }

    /// <summary>Each in a process of its own, for a twin opens while the first is opening.</summary>
    private Task OpenAsync(Payment payment) =>
        new Checkout(town.Books.Database, [town.PayFip], new PortalAddress()).OpenAsync(town.Structure, payment.Id, CancellationToken.None);

    /// <summary>Nobody kept the operation's number, and yet it is asked about.</summary>
    private Task KeepsAReferenceAsync(Payment payment) => OwnerAsync("update payment set provider_reference = 'op-' || id where id = $1", payment);

    private async Task OwnerAsync(string sql, Payment payment)
    {
        await using var command = town.Books.Owner.CreateCommand(sql);
        command.Parameters.Add(new() { Value = payment.Id.Value });
        await command.ExecuteNonQueryAsync();
    }

    private static ProviderView ViewOf(PaymentEvent what, PaymentOrder order) => what switch
    {
        PaymentEvent.Credited => RecordedPayFip.Paid(order, promised: false),
        PaymentEvent.CreditPromised => RecordedPayFip.Paid(order, promised: true),
        PaymentEvent.CreditOfAnother => RecordedPayFip.Paid(order, promised: false) with { Amount = order.Amount + new Money(1) },
        PaymentEvent.Refused => new ProviderView.Refused("{}"),
        PaymentEvent.Cancelled => new ProviderView.Cancelled("{}"),
        PaymentEvent.Expired => new ProviderView.Expired("{}"),
        PaymentEvent.StillPending => new ProviderView.Pending(),
        _ => new ProviderView.Unknown("no answer"),
    };
}
