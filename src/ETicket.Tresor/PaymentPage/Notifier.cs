using System.Collections.Concurrent;
using ETicket.Tresor.Control;
using ETicket.Tresor.Operations;

namespace ETicket.Tresor.PaymentPage;

/// <summary>
/// « notification » — tells <c>urlnotif</c> that an operation has a result: a form of one field naming it, nothing of the result.
/// In the background, 15 seconds at most, tried once: a failure is logged and kept for the control page, the payer never waits.
/// </summary>
internal sealed class Notifier(SwitchBoard switches, ILogger<Notifier> log) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { Timeout = Patience };
    private readonly ConcurrentDictionary<string, string> answers = new(StringComparer.Ordinal);

    /// <summary>What the address answered last: an HTTP status, or the kind of failure; null when nothing was sent yet.</summary>
    public string? LastAnswer(string idOp) => answers.GetValueOrDefault(idOp);

    public void Announce(Operation operation)
    {
        var habit = switches.Current.Notification;
        if (habit == NotificationHabit.None)
            return;
        _ = Task.Run(() => SendAsync(operation, habit == NotificationHabit.CapitalO ? "idOp" : "idop", habit == NotificationHabit.Twice ? 2 : 1));
    }

    public void Dispose() => http.Dispose();

    private async Task SendAsync(Operation operation, string field, int times)
    {
        for (var sent = 0; sent < times; sent++)
            answers[operation.IdOp] = await SendOnceAsync(operation, field);
    }

    private async Task<string> SendOnceAsync(Operation operation, string field)
    {
        try
        {
            using var form = new FormUrlEncodedContent([new(field, operation.IdOp)]);
            using var answer = await http.PostAsync(new Uri(operation.Request.Urlnotif), form);
            log.LogInformation("Notified {IdOp}: {Status}", operation.IdOp, (int)answer.StatusCode);
            return $"HTTP {(int)answer.StatusCode}";
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException or ObjectDisposedException)
        {
            log.LogWarning("Notification of {IdOp} failed: {Why}", operation.IdOp, failure.Message);
            return failure is OperationCanceledException ? "15 s" : failure.GetType().Name;
        }
    }
}

/// <summary>Ends an operation and tells the client, whoever decided the result: the payer on the page or a test.</summary>
internal sealed class Teller(OperationBook book, Notifier notifier)
{
    /// <summary>The ended operation, or null when it had already ended. Refuses with P1.</summary>
    public Operation? End(string? idOp, Result result, string? payerMel = null)
    {
        var ended = book.End(idOp, result, payerMel);
        if (ended is not null)
            notifier.Announce(ended);
        return ended;
    }
}
