using ETicket.Mail;
using ETicket.Payments;
using ETicket.Planning;
using ETicket.Planning.Away;
using ETicket.Planning.Foresight;
using ETicket.Planning.Standing;
using ETicket.Planning.Telling;
using ETicket.Planning.Waiting;
using ETicket.Treasury.Reconciliation;

namespace ETicket.Web.Schedule;

/// <summary>The work of one duty: it may be done twice without harm, and answers figures for the page of the night's work.</summary>
internal interface IWork
{
    /// <param name="day">The Paris day that is owed; today for what comes often.</param>
    /// <param name="stop">The portal stops, or another took this run over.</param>
    Task<IReadOnlyDictionary<string, long>> DoAsync(DateOnly day, CancellationToken stop);
}

/// <summary>What a work did, one name a figure (the names are read by the page « Travaux de la nuit »).</summary>
internal static class Figures
{
    public const string Days = "days";
    public const string Tickets = "tickets";
    public const string Left = "left";
    public const string Asked = "asked";
    public const string Sent = "sent";
    public const string Found = "found";
    public const string Read = "read";
    public const string Told = "told";
    public const string Given = "given";
    public const string Ticked = "ticked";
    public const string Waiting = "waiting";
    public const string Returned = "returned";
    public const string Refused = "refused";

    public static IReadOnlyDictionary<string, long> Of(params (string Name, long Value)[] figures) => figures.ToDictionary(f => f.Name, f => f.Value, StringComparer.Ordinal);
}

/// <summary>Closes every day up to the one that is owed.</summary>
internal sealed class CloseDaysWork(DayClosing closing, ILogger<CloseDaysWork> log) : IWork
{
    public async Task<IReadOnlyDictionary<string, long>> DoAsync(DateOnly day, CancellationToken stop) =>
        await CloseAsync(await closing.DueAsync(day, null, null, stop), closing, log, stop);

    internal static async Task<IReadOnlyDictionary<string, long>> CloseAsync(IReadOnlyList<DayToClose> due, DayClosing closing, ILogger log, CancellationToken stop)
    {
        var closed = await closing.CloseAsync(due, workers: 2, progress: null, stop);
        if (due.Count > 0)
            log.LogInformation("{Days} days closed, {Tickets} tickets consumed", due.Count, closed.Tickets);
        foreach (var left in closed.Left)
            log.LogError("The days of wallet {Wallet} could not be closed: {Why}", left.Wallet, left.Why);
        return Figures.Of((Figures.Days, due.Count), (Figures.Tickets, closed.Tickets), (Figures.Left, closed.Left.Count));
    }
}

/// <summary>Ends the days another portal was closing when it stopped: a day is either eaten or not, never half. What no night closed yet waits for the night, or for a person.</summary>
internal sealed class ResumeClosingWork(DayClosing closing, ILogger<ResumeClosingWork> log) : IWork
{
    public async Task<IReadOnlyDictionary<string, long>> DoAsync(DateOnly day, CancellationToken stop)
    {
        var due = await closing.DueAsync(day, null, null, stop);
        return await CloseDaysWork.CloseAsync([.. due.Where(d => d.Begun)], closing, log, stop);
    }
}

/// <summary>Asks the providers about every payment still open: notifications get lost, tabs get closed. Each payment has its own schedule; this is how soon its turn is seen.</summary>
internal sealed class SweepPaymentsWork(Sweep sweep) : IWork
{
    public async Task<IReadOnlyDictionary<string, long>> DoAsync(DateOnly day, CancellationToken stop) => Figures.Of((Figures.Asked, await sweep.RunAsync(stop)));
}

/// <summary>Gives free places to the first who wait for them and have a ticket.</summary>
internal sealed class GivePlacesWork(Places places) : IWork
{
    public async Task<IReadOnlyDictionary<string, long>> DoAsync(DateOnly day, CancellationToken stop) => Figures.Of((Figures.Given, await places.RunAsync(stop)));
}

/// <summary>Hands the letters that are due to the mail server.</summary>
internal sealed class SendLettersWork(Postman postman) : IWork
{
    private const int Round = 100;

    public async Task<IReadOnlyDictionary<string, long>> DoAsync(DateOnly day, CancellationToken stop)
    {
        long sent = 0;
        // A full round means there may be more.
        for (var more = true; more && !stop.IsCancellationRequested;)
        {
            var round = await postman.DeliverAsync(Round, stop);
            (sent, more) = (sent + round.Sent, round is { Taken: Round, Unreachable: false });
        }
        return Figures.Of((Figures.Sent, sent));
    }
}

/// <summary>Reads the régies' accounts at the providers, puts their fees in the books, and says what differs from ours.</summary>
internal sealed class ReadProviderBooksWork(ProviderAccountBooks books) : IWork
{
    public async Task<IReadOnlyDictionary<string, long>> DoAsync(DateOnly day, CancellationToken stop) => Figures.Of((Figures.Read, await books.RunAsync(stop)));
}

/// <summary>Ticks the days that abonnements ask for in the two weeks to come.</summary>
internal sealed class TickStandingWork(StandingTicks ticks) : IWork
{
    public async Task<IReadOnlyDictionary<string, long>> DoAsync(DateOnly day, CancellationToken stop)
    {
        var (ticked, waiting) = await ticks.RunAsync(stop);
        return Figures.Of((Figures.Ticked, ticked), (Figures.Waiting, waiting));
    }
}

/// <summary>Tells families whose tickets run out.</summary>
internal sealed class LowBalanceWork(LowBalanceAlerts alerts) : IWork
{
    public async Task<IReadOnlyDictionary<string, long>> DoAsync(DateOnly day, CancellationToken stop) => Figures.Of((Figures.Told, await alerts.RunAsync(stop)));
}

/// <summary>Reminds families of a week of which they usually tick days and ticked none.</summary>
internal sealed class EmptyWeekWork(EmptyWeeks weeks) : IWork
{
    public async Task<IReadOnlyDictionary<string, long>> DoAsync(DateOnly day, CancellationToken stop) => Figures.Of((Figures.Told, await weeks.RunAsync(stop)));
}

/// <summary>Sends families that changed days the list of those that are ticked.</summary>
internal sealed class BookingSummaryWork(BookingSummaries summaries) : IWork
{
    public async Task<IReadOnlyDictionary<string, long>> DoAsync(DateOnly day, CancellationToken stop) => Figures.Of((Figures.Told, await summaries.RunAsync(stop)));
}

/// <summary>Gives back the tickets of absences accepted and counted, and refuses those whose proof did not come.</summary>
internal sealed class SettleAbsencesWork(AbsenceSettling settling) : IWork
{
    public async Task<IReadOnlyDictionary<string, long>> DoAsync(DateOnly day, CancellationToken stop)
    {
        var (given, refused) = await settling.RunAsync(stop);
        return Figures.Of((Figures.Returned, given), (Figures.Refused, refused));
    }
}
