using System.Globalization;
using System.Runtime.InteropServices;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Providers;
using ETicket.Persistence;
using ETicket.Wallets;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Treasury.Refunds;

/// <summary>« Ce que le prestataire annonce » — which tickets a sum that left is, and the discrepancy where nobody can tell.</summary>
internal static class ToldMoney
{
    public const string Refund = "refund";
    public const string Dispute = "dispute";

    /// <summary>What a person said to have left under one number, and the provider tells under another: the same money misread, or a second refund.</summary>
    public const string OtherNumber = "refund under another number";

    private static readonly string[] Fields = [Refund, Dispute, OtherNumber];

    /// <summary>
    /// The tickets of the request of ours it is, where they are still sold, its reason and who asked; else an invoice paid twice, for that is what is given back; otherwise what
    /// <see cref="WholeLines"/> tells from the amount alone. A dispute of all the bank had paid takes what the commune had refunded as well.
    /// </summary>
    public static async Task<(IReadOnlyList<(SoldLine Line, int Quantity)>? Taken, Why Why)> WholeAsync(
        Work work, PaymentId payment, TakenBack told, RefundRequest? asked, CancellationToken stop)
    {
        var (lines, amount) = (await TakeBacks.SoldAsync(work, [payment], stop), told.Amount);
        if (asked?.Amount == amount && Of(asked, lines) is { } confirmed)
            return (confirmed, new(asked.Reason, asked.AskedBy));
        var twice = await Invoices.PaidTwiceAsync(work, [.. lines.Where(l => l.StillSold > 0)], 1, stop);
        var whole = WholeLines.Of(twice, amount) ?? WholeLines.Of(lines, amount);
        if (whole is not null || !told.ByTheBank)
            return (whole, default);
        var received = (await CommuneRefunds.ReceivedAsync(work, payment, lines, stop)).Where(l => l.StillSold > 0).Select(l => (Line: l, Quantity: l.StillSold)).ToList();
        return (received.Count > 0 && received.Sum(t => t.Line.UnitPrice * t.Quantity) == amount ? received : null, default);
    }

    /// <summary>
    /// The request a person said to have left, which the provider now tells under a number that person did not read: under our key it is that one, without a key it may be another of the
    /// same sum. Null once the provider told the number that was read: then another number is another refund.
    /// </summary>
    public static async Task<RefundRequest?> SaidOtherwiseAsync(Work work, PaymentId payment, TakenBack told, CancellationToken stop) => told.ByTheBank ? null
        : (await UnansweredRefunds.OfAsync(work, payment, stop)).FindLast(r => r is { LeftBy: not null, ConfirmedAt: null } && r.MadeAs != told.Key && r.MadeAs != told.Twin
            && (told.Asked is { } key ? r.Key.ToString() == key : r.Amount == told.Amount));

    /// <summary>A person has to look at it, once; where somebody had read another number, both are said. <paramref name="tickets"/> names those it was for, where they are known and left another way.</summary>
    public static async Task WaitAsync(Work work, PaymentId payment, TakenBack told, CancellationToken stop, string? tickets = null)
    {
        var found = Found(told);
        if (await SaidOtherwiseAsync(work, payment, told, stop) is not { MadeAs: { } read } said)
            await Discrepancies.RecordAsync(work, payment, new(told.ByTheBank ? Dispute : Refund, tickets ?? "whole tickets still sold", found), stop);
        else if (!await work.Read<Discrepancy>().AnyAsync(d => d.PaymentId == payment && Fields.Contains(d.Field) && d.Found == found, stop))
            await Discrepancies.RecordAsync(work, payment, new(OtherNumber, Found(told with { Key = read, Amount = said.Amount }), found), stop);
    }

    /// <summary>Those nobody placed yet, that a person still has to look at, the earliest first.</summary>
    public static async Task<IReadOnlyList<TakenBack>> OpenAsync(Work work, PaymentId payment, CancellationToken stop) =>
        [.. (await work.Read<Discrepancy>().Where(d => d.PaymentId == payment && Fields.Contains(d.Field) && d.ResolvedAt == null).OrderBy(d => d.Id).ToListAsync(stop)).Select(Read)];

    /// <summary>
    /// What a person says these tickets were: the sum that was shown, under its <paramref name="number"/>. Refuses a number that does not wait, or no more (<see cref="NothingToPlace"/>), and
    /// tickets that are not its sum (<see cref="NotTheSum"/>).
    /// </summary>
    public static async Task<TakenBack> PlaceAsync(Work work, PaymentId payment, string? number, IReadOnlyList<(SoldLine Line, int Quantity)> taken, CancellationToken stop)
    {
        var told = (await OpenAsync(work, payment, stop)).FirstOrDefault(t => t.Key == number) ?? throw new NothingToPlace(number);
        var sum = taken.Sum(t => t.Line.UnitPrice * t.Quantity);
        return sum == told.Amount ? told : throw new NotTheSum(sum, told.Amount);
    }

    /// <summary>What became of it is known: nobody has to look any more, under either of its numbers.</summary>
    public static Task CloseAsync(Work work, PaymentId payment, TakenBack told, string outcome, CancellationToken stop) => Discrepancies.CloseAsync(
        work, payment, Fields, Reasons.Program, outcome, stop, told.Twin is { } twin ? [Found(told), Found(told with { Key = twin })] : [Found(told)]);

    /// <summary>What a discrepancy says of it.</summary>
    public static string Found(TakenBack told) => string.Create(CultureInfo.InvariantCulture, $"{told.Amount.Cents} ({told.Key})");

    /// <summary>The same, read again.</summary>
    public static TakenBack Read(Discrepancy seen) => seen.Found.Split(' ', 2) is [var cents, ['(', .. var number, ')']]
        ? new TakenBack(number, new Money(long.Parse(cents, CultureInfo.InvariantCulture)), seen.Field == Dispute, WonBack: false)
        : throw new InvalidOperationException($"Discrepancy {seen.Id} says {seen.Found}.");

    /// <summary>What it takes of these lines of its payment; null when they are no longer all still sold.</summary>
    private static List<(SoldLine Line, int Quantity)>? Of(RefundRequest request, IReadOnlyList<SoldLine> lines)
    {
        var quantities = request.Quantities;
        var taken = lines.Where(l => quantities.ContainsKey(l.TransferId)).Select(l => (Line: l, Quantity: quantities[l.TransferId])).ToList();
        return taken.Count == quantities.Count && taken.TrueForAll(t => t.Quantity <= t.Line.StillSold) ? taken : null;
    }
}

/// <summary>« Motif et auteur » — why money is given back, and who said so; neither where only a provider tells it.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Why(string? Reason, string? By);
