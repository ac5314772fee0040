using ETicket.Payments;

namespace ETicket.IntegrationTests.Payments.States;

/// <summary>A provider whose answer is decided by whoever asks: the truth of one moment, so that an old truth may be applied after a newer one.</summary>
internal sealed class ToldProvider(PaymentProvider name, Func<PaymentOrder, string>? number = null) : IPaymentProvider
{
    private static readonly AsyncLocal<Func<PaymentOrder, ProviderView>> Now = new();

    public PaymentProvider Name => name;

    /// <summary>What is answered to the questions of this flow from now on.</summary>
    public static void Says(Func<PaymentOrder, ProviderView> view) => Now.Value = view;

    public Task<Started> StartAsync(PaymentOrder order, CancellationToken stop) => Task.FromResult(new Started(number?.Invoke(order) ?? $"op-{order.Id}", new Uri("https://provider.example/pay")));

    public Task<NoticeReading> ReadNoticeAsync(ProviderRequest request, CancellationToken stop) => throw new NotSupportedException();

    public string? ReadReturn(ProviderRequest request) => null;

    public Task<ProviderView> LookUpAsync(PaymentOrder order, string providerReference, CancellationToken stop) => Task.FromResult(Now.Value!(order));
}
