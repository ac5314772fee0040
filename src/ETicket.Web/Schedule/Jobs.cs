using ETicket.Kernel;
using ETicket.Mail;
using ETicket.Payments;
using ETicket.Persistence;
using ETicket.Planning;
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

/// <summary>Adds up the books; a violation is an error in the log, and mails the operator from there.</summary>
[DisallowConcurrentExecution]
internal sealed class AuditJob(Database database, ILogger<AuditJob> log) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        await using var command = database.Auditor.CreateCommand("select code, structure_id, what from violations union all select code, structure_id, what from alarms");
        command.CommandTimeout = 600;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            log.LogError("{Code}: {What} (structure {Structure})", reader.GetString(0), reader.GetString(2), reader.IsDBNull(1) ? null : reader.GetGuid(1));
    }
}
