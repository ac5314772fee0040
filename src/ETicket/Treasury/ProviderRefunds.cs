using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Providers;
using ETicket.Persistence;
using ETicket.Planning;
using ETicket.Structures;
using ETicket.Treasury.Refunds;
using ETicket.Treasury.Undo;
using ETicket.Wallets;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Treasury;

/// <summary>« Remboursement sur la carte » — the provider gives the money back, where the régie's act lets it; the tickets leave with it.</summary>
public sealed class ProviderRefunds(Database database, MoneyBack back, IEnumerable<IRefunds> refunds, PortalAddress portal)
{
    private readonly PaymentReader _payments = new(database, portal);

    /// <summary>
    /// Writes the request, asks the provider, outside any transaction, for the price of these tickets, then posts their mirror under the provider's own number, for that reason.
    /// The same <paramref name="key"/> again is the same refund, whatever its reason then says. When the provider does not answer (<see cref="RefundSilent"/>) nobody knows whether it was made: the request stays,
    /// and whoever asks for the same tickets resumes it under its own key, so that it is made once, for the reason given last. Nothing else may be refunded of that payment meanwhile: other tickets are refused with
    /// <see cref="RefundUnfinished"/>, for a person must first know what became of the money already asked for. Refuses what the régie's act does not allow
    /// (<see cref="RefundNotAllowed"/>, or <see cref="RefundOutOfReach"/> where one asked before is without an answer), more than is still sold (<see cref="MoreThanSold"/>), what the provider refuses (<see cref="RefundRefused"/>), another content under the same
    /// key (<see cref="KeyReused"/>), a request a person gave up (<see cref="RefundGivenUp"/>): nothing is then posted; and a refund made of tickets that left another way meanwhile
    /// (<see cref="RefundWithoutTickets"/>); a new one of a payment undone by more acts than the page had <paramref name="seen"/>, with <see cref="PreviewOutdated"/>.
    /// </summary>
    public async Task<Receipt> RefundAsync(StructureId structure, Guid key, IReadOnlyList<(SoldLine Line, int Quantity)> taken, CancellationToken stop, string? reason = null, int? seen = null, string? by = null)
    {
        if (taken.Count == 0 || taken.Select(t => t.Line.PaymentId).Distinct().Count() > 1 || taken.Any(t => t.Quantity < 1))
            throw new MoreThanSold(taken.Sum(t => t.Quantity));
        var (payment, order) = await _payments.FindAsync(structure, taken[0].Line.PaymentId, stop);
        if (!await AllowedAsync(structure, payment, stop) || refunds.FirstOrDefault(r => r.Name == payment.Provider) is not { } provider || payment.ProviderReference is not { } reference)
            throw await RefuseAsync(structure, payment.Id, stop);
        var act = ActKey.Of(key, ReceiptKind.ProviderRefund, taken);
        RefundRequest request;
        await using (var work = await database.BeginAsync(structure, stop))
        {
            if ((await act.DocumentAsync(work, stop) ?? await RefundAnswers.MadeAsync(work, payment.Id, key, taken, stop)) is { } known)
                return known;
            request = await RefundRequests.BeginAsync(work, payment.Id, key, taken, reason ?? "", by, stop, seen);
            await work.CommitAsync(stop);
        }
        RefundView said;
        try
        {
            said = await provider.RefundAsync(order, reference, request.Amount, request.Key.ToString(), stop);
        }
        catch (OperationCanceledException)
        {
            // Whoever asked went away; the provider may have heard.
            await UnansweredRefunds.TellAsync(database, structure, payment.Id, request.Rank, CancellationToken.None);
            throw;
        }
        switch (said)
        {
            case RefundView.Made made:
                return await PostAsync(structure, new TakenBack(made.Key, made.Amount, ByTheBank: false, WonBack: false) { Asked = request.Key.ToString() }, request, act, taken, reason ?? request.Reason, stop);
            case RefundView.Refused no:
                await EndAsync(structure, request, no.Code, null, stop);
                throw new RefundRefused(no.Label);
            default:
                await UnansweredRefunds.TellAsync(database, structure, payment.Id, request.Rank, stop);
                throw new RefundSilent();
        }
    }

    /// <summary>Whether <see cref="RefundAsync"/> would ask: the act allows it, and the provider of this payment gives money back.</summary>
    internal async Task<bool> OfferedAsync(StructureId structure, PaymentId id, CancellationToken stop)
    {
        var (payment, _) = await _payments.FindAsync(structure, id, stop);
        return payment.ProviderReference is not null && refunds.Any(r => r.Name == payment.Provider) && await AllowedAsync(structure, payment, stop);
    }

    /// <summary>The mirror, then the end of the request: between the two, asking again finds both.</summary>
    private async Task<Receipt> PostAsync(
        StructureId structure, TakenBack made, RefundRequest request, ActKey act, IReadOnlyList<(SoldLine Line, int Quantity)> taken, string reason, CancellationToken stop)
    {
        try
        {
            var document = await back.PostAsync(structure, request.PaymentId, made, taken, new(reason.Length == 0 ? null : reason, request.AskedBy), stop);
            await EndAsync(structure, request, made.Key, made, stop, act, document);
            return document;
        }
        catch (Refusal refused) when (refused is RefundWithoutTickets or RefundNeverWas)
        {
            await EndAsync(structure, request, made.Key, made, stop);
            throw;
        }
    }

    private async Task EndAsync(StructureId structure, RefundRequest request, string answer, TakenBack? made, CancellationToken stop, ActKey? act = null, Receipt? document = null)
    {
        await using var work = await database.BeginAsync(structure, stop);
        await RefundAnswers.EndAsync(work, request, answer, made, stop);
        if (act is not null && document is not null)
        {
            await act.KeepAsync(work, document, stop);
            await (act with { Key = request.Key }).KeepAsync(work, document, stop);
        }
        await work.CommitAsync(stop);
    }

    private async Task<Refusal> RefuseAsync(StructureId structure, PaymentId payment, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        return await UnansweredRefunds.OpenAsync(work, payment, stop) is { } open ? new RefundOutOfReach(open.Amount, open.AskedAt) : new RefundNotAllowed();
    }

    private async Task<bool> AllowedAsync(StructureId structure, Payment payment, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        return await work.Read<Regie>().AnyAsync(r => r.Id == payment.RegieId && r.RefundsThroughProvider, stop);
    }
}
