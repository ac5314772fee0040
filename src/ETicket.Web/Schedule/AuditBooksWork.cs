using ETicket.Kernel;
using ETicket.Mail;
using ETicket.Mail.Letters;
using ETicket.Mail.Preview;
using ETicket.Payments.Asking;
using ETicket.Persistence;
using ETicket.Web.Display;

namespace ETicket.Web.Schedule;

/// <summary>
/// Forgets what strangers left at the notices' door, then adds up the books and reads the templates; what it finds is an error in the log and one letter to the operator. A night whose
/// letter could not be handed over has failed, and is done again like any other: under the same Message-ID, whatever the hour.
/// </summary>
internal sealed class AuditBooksWork(Database database, OperatorPost post, PortalAddress portal, LetterWatch letters, TimeProvider clock, ILogger<AuditBooksWork> log) : IWork
{
    private const string Installation = "ETicket";

    public async Task<IReadOnlyDictionary<string, long>> DoAsync(DateOnly day, CancellationToken stop)
    {
        await Notices.ForgetStrangersAsync(database, stop);
        var found = await FindAsync(stop);
        foreach (var fault in found)
            log.LogError("{Code}: {What} (structure {Structure})", fault.Code, fault.What, fault.Structure);
        // Last, so that the hour is that of the books where there is one.
        found.AddRange(letters.Look(stop).Select(broken => (Words.Say("Alarm_BrokenTemplate"), Installation, broken.Sentence, clock.GetUtcNow())));
        if (found.Count > 0)
        {
            var at = found[0].At;
            AuditReportLine[] lines = [.. found.GroupBy(f => f.Code, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => new AuditReportLine(g.Key, g.Count(), g.First().Structure, g.First().What))];
            await post.SendAsync(new AuditReport(Installation, at, found.Count, lines, portal.Public.ToString()), $"audit.{day:yyyyMMdd}", at, stop);
        }
        return Figures.Of((Figures.Found, found.Count));
    }

    private async Task<List<(string Code, string Structure, string What, DateTimeOffset At)>> FindAsync(CancellationToken stop)
    {
        var found = new List<(string Code, string Structure, string What, DateTimeOffset At)>();
        await using var command = database.Auditor.CreateCommand(
            "select code, coalesce(structure_id::text, '-'), coalesce(what, ''), eticket_now() from (select code, structure_id, what from violations union all select code, structure_id, what from alarms) found");
        command.CommandTimeout = 600;
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
            found.Add((reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetFieldValue<DateTimeOffset>(3)));
        return found;
    }
}
