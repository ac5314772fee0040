using System.Collections.Concurrent;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Providers;

namespace ETicket.IntegrationTests.Treasury.Unanswered;

/// <summary>A provider that makes what it is asked for, once per key, and whose answer is lost until it answers.</summary>
internal sealed class LosesItsAnswer : IRefunds
{
    private readonly ConcurrentQueue<string> _keys = new();

    public PaymentProvider Name { get; init; } = PaymentProvider.PayFip;
    public bool Answers { get; set; }
    public int Asked => _keys.Count;

    /// <summary>How many different refunds it was asked for.</summary>
    public int Refunds => _keys.Distinct().Count();

    /// <summary>What happens while it is asked.</summary>
    public Func<Task> Meanwhile { get; set; } = () => Task.CompletedTask;

    public async Task<RefundView> RefundAsync(PaymentOrder order, string providerReference, Money amount, string key, CancellationToken stop)
    {
        _keys.Enqueue(key);
        await Meanwhile();
        return Answers ? new RefundView.Made($"re_{_keys.Distinct().ToList().IndexOf(key) + 1}", amount) : new RefundView.Unknown("no answer");
    }
}
