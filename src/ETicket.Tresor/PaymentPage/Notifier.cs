using System.Collections.Concurrent;
using ETicket.Tresor.Control;
using ETicket.Tresor.Operations;

namespace ETicket.Tresor.PaymentPage;

/// <summary>
/// « notification » — tells <c>urlnotif</c> that an operation has a result. Each sending lasts 15 seconds at most and is tried once: a failure is
/// logged and kept for the control page.
/// </summary>
internal sealed class Notifier(ILogger<Notifier> log) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { Timeout = Patience };
    private readonly ConcurrentDictionary<string, Told> told = new(StringComparer.Ordinal);

    /// <summary>What the address answered last, an HTTP status or the kind of failure, and how often it was told; null when nothing was sent yet.</summary>
    public Told? Last(string idOp) => told.GetValueOrDefault(idOp);

    public async Task TellAsync(Operation operation, Switches switches)
    {
        for (var sent = switches.Notification == NotificationHabit.Twice ? 2 : 1; sent > 0; sent--)
        {
            var answer = await SendAsync(operation, switches);
            told.AddOrUpdate(operation.IdOp, _ => new Told(answer, 1), (_, before) => new Told(answer, before.Times + 1));
        }
    }

    public void Dispose() => http.Dispose();

    private async Task<string> SendAsync(Operation operation, Switches switches)
    {
        try
        {
            using var notice = Notice.Write(operation, switches);
            using var answer = await http.SendAsync(notice, HttpCompletionOption.ResponseHeadersRead);
            log.LogInformation("Notified {IdOp}: {Status}", operation.IdOp, (int)answer.StatusCode);
            return $"HTTP {(int)answer.StatusCode}";
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException or ObjectDisposedException)
        {
            log.LogWarning("Notification of {IdOp} failed: {Why}", operation.IdOp, failure.Message);
            return failure is OperationCanceledException ? "15 s" : failure.GetType().Name;
        }
    }

    internal sealed record Told(string Answer, int Times);
}
