using System.Text.Json;
using ETicket.Kernel;
using ETicket.Payments;

namespace ETicket.Web.Replay;

/// <summary>What the file says a provider answered.</summary>
internal sealed record RecordedPayment(PaymentMeans Means, DateTimeOffset PaidAt, string? Authorisation);

/// <summary>
/// « Prestataire enregistré » — answers a look-up with what the file says happened, under our own reference. It says nothing of a payment it was not told.
/// </summary>
internal sealed class RecordedProvider(PaymentProvider name) : IPaymentProvider
{
    private readonly Dictionary<string, RecordedPayment> _recorded = new(StringComparer.Ordinal);

    public PaymentProvider Name => name;

    public void Record(string reference, RecordedPayment payment) => _recorded.Add(reference, payment);

    public Task<Started> StartAsync(PaymentOrder order, CancellationToken stop) =>
        Task.FromResult(new Started($"{name}/{order.Id}", order.ReturnTo));

    public Task<NoticeReading> ReadNoticeAsync(ProviderRequest request, CancellationToken stop) => Task.FromResult<NoticeReading>(new NoticeReading.NotOurs());

    public string? ReadReturn(ProviderRequest request) => null;

    public Task<ProviderView> LookUpAsync(PaymentOrder order, string providerReference, CancellationToken stop)
    {
        if (!_recorded.TryGetValue(order.Reference, out var paid))
            return Task.FromResult<ProviderView>(new ProviderView.Pending());
        var promised = paid.Means is PaymentMeans.PayFipDebit;
        var proof = JsonSerializer.Serialize(new
        {
            refdet = order.Reference,
            montant = order.Amount.Cents,
            resultrans = promised ? "V" : "P",
            numauto = paid.Authorisation,
        });
        return Task.FromResult<ProviderView>(new ProviderView.Credited(
            order.Amount, paid.Means, promised, order.Reference, order.ClientNumber, order.Mode, paid.PaidAt, paid.Authorisation, proof));
    }
}
