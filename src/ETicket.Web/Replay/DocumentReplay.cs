using System.Globalization;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Counter;
using ETicket.Persistence;
using ETicket.Treasury;
using ETicket.Treasury.Undo;
using ETicket.Wallets;
using ETicket.Web.Replay.Files;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Web.Replay;

/// <summary>Makes each document of the files again, through the door it came in by: on line, at the counter, or by undoing a sale.</summary>
internal sealed class DocumentReplay(
    Database database, ReplayClock clock, TopUps topUps, Checkout checkout, Settlements settlements, CashDesk desk, Reversals reversals, IEnumerable<IPaymentProvider> providers)
{
    private readonly Dictionary<PaymentProvider, RecordedProvider> _providers = providers.OfType<RecordedProvider>().ToDictionary(p => p.Name);
    private readonly Dictionary<string, PaymentId> _sales = new(StringComparer.Ordinal);

    public async Task MakeAsync(Commune commune, Document document, CancellationToken stop)
    {
        if (document.Kind is not DocumentKind.Sale)
            await UndoAsync(commune, document, stop);
        else if (document.Means is PaymentMeans.Cash or PaymentMeans.Cheque)
            await SellAtCounterAsync(commune, document, stop);
        else
            await SellOnLineAsync(commune, document, stop);
    }

    /// <summary>Compares every Q number with the file; R and B are compared too, but only Q promises no gap: a difference there is answered, not refused.</summary>
    public async Task<IReadOnlyList<(string Expected, string Produced)>> CompareNumbersAsync(Commune commune, IReadOnlyList<Document> documents, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(commune.Structure, stop);
        var made = await work.Read<Receipt>().OrderBy(r => r.Series).ThenBy(r => r.Year).ThenBy(r => r.Number).ToListAsync(stop);
        var others = new List<(string, string)>();
        foreach (var series in documents.GroupBy(d => d.Series))
        {
            var produced = made.Where(r => r.Series == series.Key.ToString()).ToList();
            foreach (var (document, i) in series.Select((d, i) => (d, i)))
            {
                var receipt = i < produced.Count ? produced[i] : null;
                var same = receipt is not null && receipt.FullNumber == document.Number && receipt.Total == document.Lines.Sum(l => l.Unit * l.Quantity)
                    && receipt.FamilyId == commune.Families[document.Family];
                if (!same && series.Key == 'Q')
                    throw new OtherNumber(document.Number, receipt?.FullNumber ?? "");
                if (!same)
                    others.Add((document.Number, receipt?.FullNumber ?? ""));
            }
        }
        return others;
    }

    private static BasketLine[] Lines(Commune commune, Document document) =>
        [.. document.Lines.Select(l => new BasketLine(commune.Types[l.Type], l.Quantity))];

    private async Task SellAtCounterAsync(Commune commune, Document sale, CancellationToken stop)
    {
        var payments = await desk.SellAsync(
            new CounterSale(
                Guid.CreateVersion7(), commune.Structure, commune.Families[sale.Family], commune.Agent, Sentences.Say("AgentName"), sale.Means!.Value, PapersOf(sale), Lines(commune, sale)),
            stop);
        _sales[sale.Number] = payments.Single().Id;
    }

    /// <summary>The other book tells of a cheque that it was one: its number is the receipt's, and nobody noted the rest.</summary>
    private static HandedPaper[] PapersOf(Document sale) =>
        sale.Means is PaymentMeans.Cheque ? [HandedPaper.Cheque(string.Concat(sale.Number.Where(char.IsAsciiDigit)), Sentences.Say("BankNotNoted"), Sentences.Say("SignerNotNoted"))] : [];

    private async Task SellOnLineAsync(Commune commune, Document sale, CancellationToken stop)
    {
        var provider = sale.Means switch { PaymentMeans.StripeCard => PaymentProvider.Stripe, PaymentMeans.PayPal => PaymentProvider.PayPal, _ => PaymentProvider.PayFip };
        var reference = sale.Reference.Length > 0 ? sale.Reference : "R" + sale.Year.ToString(CultureInfo.InvariantCulture) + sale.Number[6..];
        var payments = await topUps.PrepareAsync(
            new Basket(Guid.CreateVersion7(), commune.Structure, commune.Families[sale.Family], provider, sale.Family, null, Lines(commune, sale), Reference: reference), stop);
        var payment = payments.Single();
        _providers[provider].Record(reference, new RecordedPayment(sale.Means!.Value, clock.GetUtcNow(), sale.Authorisation.Length > 0 ? sale.Authorisation : null));
        await checkout.OpenAsync(commune.Structure, payment.Id, stop);
        if (!(await settlements.SettleAsync(commune.Structure, payment.Id, "replay", stop)).IsCredited())
            throw new NotCredited(sale.Number);
        _sales[sale.Number] = payment.Id;
    }

    /// <summary>One act per sale undone, though a document nearly always undoes one.</summary>
    private async Task UndoAsync(Commune commune, Document document, CancellationToken stop)
    {
        var reason = Sentences.Say(document.Kind.ToString());
        foreach (var sale in document.Takings.GroupBy(t => t.Sale))
        {
            var taken = await LinesOfSaleAsync(commune, _sales[sale.Key], [.. sale], stop);
            await reversals.UndoAsync(commune.Structure, UndoingOf(document.Kind, reason), taken, stop);
        }
    }

    private static Undoing UndoingOf(DocumentKind kind, string reason) => kind switch
    {
        // Whatever the means: another commune's book may cancel on-line sales under a receipt number.
        DocumentKind.Cancel => Reversals.Cancellation(reason),
        DocumentKind.UnpaidCheque => Reversals.UnpaidCheque(reason),
        DocumentKind.RejectedDebit => Reversals.RejectedDebit(reason),
        DocumentKind.Chargeback => Reversals.Chargeback(reason),
        DocumentKind.ProviderRefund => Reversals.ProviderRefund(reason),
        DocumentKind.CommuneRefund => Reversals.CommuneRefund(reason),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private async Task<IReadOnlyList<(SoldLine Line, int Quantity)>> LinesOfSaleAsync(Commune commune, PaymentId payment, IReadOnlyList<Taking> takings, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(commune.Structure, stop);
        var sold = await TakeBacks.SoldAsync(work, [payment], stop);
        var taken = new List<(SoldLine, int)>();
        foreach (var taking in takings.GroupBy(t => (t.Type, t.Unit)))
        {
            // A sale may have several lines of one type: the first is taken first.
            var left = taking.Sum(t => t.Quantity);
            foreach (var line in sold.Where(s => s.TicketTypeId == commune.Types[taking.Key.Type] && s.UnitPrice == taking.Key.Unit && s.StillSold > 0))
            {
                var quantity = Math.Min(left, line.StillSold);
                if (quantity > 0)
                    taken.Add((line, quantity));
                left -= quantity;
            }
        }
        return taken;
    }
}
