using System.Text.Json;
using ETicket.Access;
using ETicket.Persistence;
using ETicket.Persistence.Runs;
using ETicket.Planning;
using ETicket.Web.Display;
using ETicket.Web.Schedule;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Web.Pages.TownHall;

/// <summary>« Travaux de la nuit » — what the program does of itself: when it last did it, what is owed, when it comes next.</summary>
internal sealed class WorksModel(Database database, RunBook book) : MemberPage
{
    public IReadOnlyList<DutyStatus> Works { get; private set; } = [];
    public DateTimeOffset Now { get; private set; }

    /// <summary>Days of this structure that the last closing closed.</summary>
    public int DaysClosed { get; private set; }

    /// <summary>Figures are those of every structure of the installation: only who runs it reads them.</summary>
    public bool RunsTheInstallation => Visitor.Role is Role.Operator;

    public async Task OnGetAsync(CancellationToken stop)
    {
        Works = await book.ReadAsync([.. Timetable.Duties.Select(d => d.Duty)], stop);
        await using var work = await database.BeginAsync(Visitor.Structure, stop);
        Now = await work.NowAsync(stop);
        if (Works.FirstOrDefault(w => w.Duty.Name == Timetable.CloseDays)?.Last is { } closing)
        {
            var (from, to) = (closing.StartedAt, closing.EndedAt ?? Now);
            DaysClosed = await work.Read<OpenDay>().CountAsync(d => d.ConsumedAt >= from && d.ConsumedAt <= to, stop);
        }
    }

    public static IReadOnlyDictionary<string, long> FiguresOf(JobRun run) =>
        run.Did is null ? new Dictionary<string, long>() : JsonSerializer.Deserialize<Dictionary<string, long>>(run.Did)!;

    /// <summary>« toutes les heures », « toutes les 5 minutes ».</summary>
    public static string Pace(Duty.Often duty) => duty.Every switch
    {
        var every when every == TimeSpan.FromHours(1) => Words.Say("Pace_Hour"),
        var every when every == TimeSpan.FromMinutes(1) => Words.Say("Pace_Minute"),
        { TotalHours: > 1 } every => Words.Say("Pace_Hours", every.TotalHours),
        { TotalMinutes: > 1 } every => Words.Say("Pace_Minutes", every.TotalMinutes),
        var every => Words.Say("Pace_Seconds", every.TotalSeconds),
    };

    /// <summary>Which of the status marks of the portal an outcome bears.</summary>
    public static string MarkOf(JobRun? run) => run?.Outcome switch { RunOutcome.Done => "done", RunOutcome.Failed => "over", _ => "open" };
}
