using System.Globalization;
using System.Resources;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Providers;
using ETicket.Persistence;
using ETicket.Wallets;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Treasury;

/// <summary>« Ce que le prestataire annonce » — which tickets a sum that left is, and the discrepancy where nobody can tell.</summary>
internal static class ToldMoney
{
    public const string Refund = "refund";
    public const string Dispute = "dispute";

    private static readonly ResourceManager Reasons = new("ETicket.Treasury.Reasons", typeof(ToldMoney).Assembly);

    /// <summary>
    /// The tickets of our own refund that waits for its answer, where it is that sum, and its reason; else an invoice paid twice, for that is what is given back; otherwise what
    /// <see cref="WholeLines"/> tells from the amount alone. A dispute of all the bank had paid takes what the commune had refunded as well.
    /// </summary>
    public static async Task<(IReadOnlyList<(SoldLine Line, int Quantity)>? Taken, string? Reason)> WholeAsync(Work work, PaymentId payment, TakenBack told, CancellationToken stop)
    {
        var (lines, amount) = (await TakeBacks.SoldAsync(work, [payment], stop), told.Amount);
        if (!told.ByTheBank && await AskedAsync(work, payment, told, stop) is { } asked && asked.Of(lines) is { } confirmed)
            return (confirmed, asked.Reason);
        var twice = await Invoices.PaidTwiceAsync(work, [.. lines.Where(l => l.StillSold > 0)], 1, stop);
        var whole = WholeLines.Of(twice, amount) ?? WholeLines.Of(lines, amount);
        if (whole is not null || !told.ByTheBank)
            return (whole, null);
        var received = (await CommuneRefunds.ReceivedAsync(work, payment, lines, stop)).Where(l => l.StillSold > 0).Select(l => (Line: l, Quantity: l.StillSold)).ToList();
        return (received.Count > 0 && received.Sum(t => t.Line.UnitPrice * t.Quantity) == amount ? received : null, null);
    }

    /// <summary>The first of those nobody placed yet, that a person still has to look at; or null.</summary>
    public static async Task<TakenBack?> OpenAsync(Work work, PaymentId payment, CancellationToken stop) =>
        await work.Read<Discrepancy>().Where(d => d.PaymentId == payment && (d.Field == Refund || d.Field == Dispute) && d.ResolvedAt == null).OrderBy(d => d.Id).FirstOrDefaultAsync(stop) is { } seen
        && seen.Found.Split(' ', 2) is [var cents, var number] ? new TakenBack(number[1..^1], new Money(long.Parse(cents, CultureInfo.InvariantCulture)), seen.Field == Dispute, WonBack: false) : null;

    /// <summary>What a person says these tickets were. Refuses when nothing waits (<see cref="NothingToPlace"/>), and tickets that are not its sum (<see cref="NotTheSum"/>).</summary>
    public static async Task<TakenBack> PlaceAsync(Work work, PaymentId payment, IReadOnlyList<(SoldLine Line, int Quantity)> taken, CancellationToken stop)
    {
        var told = await OpenAsync(work, payment, stop) ?? throw new NothingToPlace();
        var sum = taken.Sum(t => t.Line.UnitPrice * t.Quantity);
        return sum == told.Amount ? told : throw new NotTheSum(sum, told.Amount);
    }

    /// <summary>What became of it is known: nobody has to look any more, under either of its numbers.</summary>
    public static Task CloseAsync(Work work, PaymentId payment, TakenBack told, string outcome, CancellationToken stop) =>
        Discrepancies.CloseAsync(work, payment, told.Twin is { } twin ? [Found(told), Found(told with { Key = twin })] : [Found(told)], Program, outcome, stop);

    /// <summary>What a discrepancy says of it.</summary>
    public static string Found(TakenBack told) => string.Create(CultureInfo.InvariantCulture, $"{told.Amount.Cents} ({told.Key})");

    /// <summary>Who closed what was told, in a discrepancy.</summary>
    public static string Program => Text("Program");

    /// <summary>How a discrepancy ends once its provider answered.</summary>
    public static string Answered => Text("Answered");

    public static string Since(Receipt document) => string.Format(French.Culture, Text("Since"), document.FullNumber);

    public static string Say(string name, TakenBack told) => string.Format(French.Culture, Text(name), told.Key);

    /// <summary>Our own request of that sum, unless a person was shown this number before it was asked.</summary>
    private static async Task<RefundRequest?> AskedAsync(Work work, PaymentId payment, TakenBack told, CancellationToken stop)
    {
        var found = Found(told);
        return await RefundRequests.UnfinishedAsync(work, payment, stop) is { } asked && asked.Amount == told.Amount
            && !await work.Read<Discrepancy>().AnyAsync(d => d.PaymentId == payment && d.Found == found && d.SeenAt < asked.AskedAt, stop) ? asked : null;
    }

    private static string Text(string name) => Reasons.GetString(name, French.Culture)!;
}
