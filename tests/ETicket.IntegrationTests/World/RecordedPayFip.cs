using System.Collections.Concurrent;
using ETicket.Kernel;
using ETicket.Payments;

namespace ETicket.IntegrationTests.World;

/// <summary>
/// PayFiP as a recording: it opens every operation and answers each look-up with the outcome spoken for it — nothing final until then.
/// </summary>
public sealed class RecordedPayFip : IPaymentProvider
{
    private readonly ConcurrentDictionary<string, Func<PaymentOrder, ProviderView>> _answers = new(StringComparer.Ordinal);
    private int _lookUps;
    private int _openings;

    public PaymentProvider Name => PaymentProvider.PayFip;

    /// <summary>As the providers that keep one operation per payment do; PayFiP does not.</summary>
    public bool StartsOnce { get; set; }

    public Money Minimum => new(100);

    /// <summary>How many times the truth was asked.</summary>
    public int LookUps => _lookUps;

    /// <summary>How many operations were opened.</summary>
    public int Openings => _openings;

    /// <summary>What it says of a payment nobody spoke for.</summary>
    public Func<PaymentOrder, ProviderView> Otherwise { get; set; } = _ => new ProviderView.Pending();

    /// <summary>What happens in town while PayFiP is opening an operation.</summary>
    public Func<Task>? WhileOpening { get; set; }

    /// <summary>What an answer waits for.</summary>
    public Func<PaymentOrder, Task>? WhileAsked { get; set; }

    public async Task<Started> StartAsync(PaymentOrder order, CancellationToken stop)
    {
        Interlocked.Increment(ref _openings);
        if (WhileOpening is { } happens)
            await happens();
        var operation = Guid.NewGuid().ToString();
        return new Started(operation, new Uri("https://payfip.example/payer?idop=" + operation));
    }

    public Task<NoticeReading> ReadNoticeAsync(ProviderRequest request, CancellationToken stop) =>
        Task.FromResult<NoticeReading>(ReadReturn(request) is { } idOp ? new NoticeReading.About(idOp) : new NoticeReading.NotOurs());

    public string? ReadReturn(ProviderRequest request) => request.Form.GetValueOrDefault("idop") ?? request.Query.GetValueOrDefault("idop");

    public async Task<ProviderView> LookUpAsync(PaymentOrder order, string providerReference, CancellationToken stop)
    {
        Interlocked.Increment(ref _lookUps);
        if (WhileAsked is { } waits)
            await waits(order);
        return _answers.TryGetValue(order.Reference, out var answer) ? answer(order) : Otherwise(order);
    }

    public void Accepts(Payment payment) => Answers(payment, order => Paid(order, promised: false));

    /// <summary>« V »: a debit order, credited at once.</summary>
    public void PromisesADebit(Payment payment) => Answers(payment, order => Paid(order, promised: true));

    public void Refuses(Payment payment) => Answers(payment, _ => new ProviderView.Refused("""{"resultrans":"R"}"""));

    public void SaysAbandoned(Payment payment) => Answers(payment, _ => new ProviderView.Cancelled("""{"resultrans":"A"}"""));

    /// <summary>« P5 » once the payer's time is over: nothing yet, and PayFiP may still change its mind.</summary>
    public void SaysExpired(Payment payment) => Answers(payment, _ => new ProviderView.Expired("""{"fault":"P5"}"""));

    /// <summary>« P1 » after the night: its last word.</summary>
    public void SaysPurged(Payment payment) => Answers(payment, _ => new ProviderView.Expired("""{"fault":"P1"}""") { Final = true });

    public void SaysNothing(Payment payment) => Answers(payment, _ => new ProviderView.Unknown("timeout"));

    public void Answers(Payment payment, Func<PaymentOrder, ProviderView> answer) => _answers[payment.Reference] = answer;

    public static ProviderView.Credited Paid(PaymentOrder order, bool promised) => new(
        order.Amount, promised ? PaymentMeans.PayFipDebit : PaymentMeans.PayFipCard, promised, order.Reference, order.ClientNumber, order.Mode,
        order.CreatedAt.AddMinutes(2), "A55A", promised ? """{"resultrans":"V"}""" : """{"resultrans":"P"}""");
}
