using ETicket.Tresor.Control;
using ETicket.Tresor.Operations;

namespace ETicket.Tresor.PaymentPage;

/// <summary>
/// « guichet » — ends an operation and sees that the client is told, whoever decided the result: the payer on the page, a test, or a switch that makes
/// the payer come back after an abandon.
/// </summary>
internal sealed class Teller(OperationBook book, Notifier notifier, SwitchBoard board, Agenda agenda, TimeProvider clock)
{
    /// <summary>Enough for a browser to be back at the client's.</summary>
    private static readonly TimeSpan Lead = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The ended operation, or null when it had already ended. Refuses with P1. It waits for the notification only when that must come before the
    /// answer to whoever acted, and is not late on purpose.
    /// </summary>
    /// <param name="answer">The answer to whoever acted; null when nobody waits for one.</param>
    public async Task<Operation?> EndAsync(string? idOp, Result result, HttpResponse? answer = null, string? payerMel = null)
    {
        var switches = board.For(idOp);
        if (book.End(idOp, result, payerMel, TimeSpan.FromSeconds(switches.ResultInSeconds)) is not { } ended)
            return null;
        if (result == Result.DebitOrdered && switches.RejectedInDays > 0)
            ended = book.Reject(idOp, ParisClock.Day(ended.Outcome!.At).AddDays(switches.RejectedInDays)) ?? ended;
        if (switches.Notification != NotificationHabit.None)
            await AnnounceAsync(ended, switches, answer);
        if (result == Result.Abandoned && switches.PaidAfterAbandonSeconds > 0)
            agenda.At(clock.GetUtcNow().AddSeconds(switches.PaidAfterAbandonSeconds), () => PayAfterAllAsync(ended.IdOp));
        return ended;
    }

    private async Task AnnounceAsync(Operation ended, Switches switches, HttpResponse? answer)
    {
        var due = ended.Outcome!.At.AddSeconds(switches.LateSeconds);
        if (switches.Moment == NotificationMoment.Before && due <= clock.GetUtcNow())
        {
            await notifier.TellAsync(ended, switches);
            return;
        }
        if (switches.Moment != NotificationMoment.After || answer is null)
        {
            agenda.At(due, () => notifier.TellAsync(ended, switches));
            return;
        }
        answer.OnCompleted(() =>
        {
            agenda.At(due, async () =>
            {
                await Task.Delay(Lead);
                await notifier.TellAsync(ended, switches);
            });
            return Task.CompletedTask;
        });
    }

    private async Task PayAfterAllAsync(string idOp)
    {
        try
        {
            await EndAsync(idOp, Result.PaidByCard);
        }
        catch (Anomaly)
        {
            // The operation is gone: nobody can pay it any more.
        }
    }
}
