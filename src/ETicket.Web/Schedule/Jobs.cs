using ETicket.Kernel;
using ETicket.Mail;
using ETicket.Mail.Letters;
using ETicket.Mail.Preview;
using ETicket.Payments;
using ETicket.Payments.Asking;
using ETicket.Persistence;
using ETicket.Planning;
using ETicket.Planning.Foresight;
using ETicket.Web.Display;
using Quartz;

namespace ETicket.Web.Schedule;

/// <summary>Closes every day that is over.</summary>
[DisallowConcurrentExecution]
internal sealed class CloseDaysJob(DayClosing closing, TimeProvider clock, ILogger<CloseDaysJob> log) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var due = await closing.DueAsync(clock.Today().AddDays(-1), null, null, cancellationToken);
        var consumed = await closing.CloseAsync(due, workers: 2, progress: null, cancellationToken);
        if (due.Count > 0)
            log.LogInformation("{Days} days closed, {Tickets} tickets consumed", due.Count, consumed);
    }
}

/// <summary>Ends the days another portal was closing when it stopped: a day is either eaten or not, never half. What no night closed yet waits for the night, or for a person.</summary>
[DisallowConcurrentExecution]
internal sealed class ResumeClosingJob(DayClosing closing, TimeProvider clock, ILogger<ResumeClosingJob> log) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var begun = (await closing.DueAsync(clock.Today(), null, null, cancellationToken)).Where(d => d.Begun).ToList();
        var consumed = await closing.CloseAsync(begun, workers: 2, progress: null, cancellationToken);
        if (begun.Count > 0)
            log.LogInformation("{Days} days half closed are closed, {Tickets} tickets consumed", begun.Count, consumed);
    }
}

/// <summary>Asks the providers about every payment still open: notifications get lost, tabs get closed.</summary>
[DisallowConcurrentExecution]
internal sealed class SweepPaymentsJob(Sweep sweep) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await sweep.RunAsync(cancellationToken);
}

/// <summary>Hands the letters that are due to the mail server.</summary>
[DisallowConcurrentExecution]
internal sealed class SendLettersJob(Postman postman) : IJob
{
    private const int Round = 100;

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        while (!cancellationToken.IsCancellationRequested && (await postman.DeliverAsync(Round, cancellationToken)) is { Taken: Round, Unreachable: false })
        {
            // A full round means there may be more.
        }
    }
}

/// <summary>Tells families whose tickets run out.</summary>
[DisallowConcurrentExecution]
internal sealed class LowBalanceJob(LowBalanceAlerts alerts, ILogger<LowBalanceJob> log) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        if (await alerts.RunAsync(cancellationToken) is > 0 and var told)
            log.LogInformation("{Letters} letters about tickets running out", told);
    }
}

/// <summary>Forgets what strangers left at the notices' door, then adds up the books and reads the templates; what it finds is an error in the log and one letter to the operator.</summary>
[DisallowConcurrentExecution]
internal sealed class AuditJob(Database database, OperatorPost post, PortalAddress portal, LetterWatch letters, TimeProvider clock, ILogger<AuditJob> log) : IJob
{
    private const string Installation = "ETicket";

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        await Notices.ForgetStrangersAsync(database, cancellationToken);
        var found = new List<(string Code, string Structure, string What, DateTimeOffset At)>();
        await using var command = database.Auditor.CreateCommand(
            "select code, coalesce(structure_id::text, '-'), coalesce(what, ''), eticket_now() from (select code, structure_id, what from violations union all select code, structure_id, what from alarms) found");
        command.CommandTimeout = 600;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            found.Add((reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetFieldValue<DateTimeOffset>(3)));
            log.LogError("{Code}: {What} (structure {Structure})", found[^1].Code, found[^1].What, found[^1].Structure);
        }
        // Last, so that the hour is that of the books where there is one.
        found.AddRange(letters.Look().Select(broken => (Words.Say("Alarm_BrokenTemplate"), Installation, broken.Sentence, clock.GetUtcNow())));
        if (found.Count == 0)
            return;
        var at = found[0].At;
        AuditReportLine[] lines = [.. found.GroupBy(f => f.Code, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new AuditReportLine(g.Key, g.Count(), g.First().Structure, g.First().What))];
        await post.SendAsync(new AuditReport(Installation, at, found.Count, lines, portal.Public.ToString()), $"audit.{ParisTime.DayOf(at):yyyyMMdd}", at, cancellationToken);
    }
}
