using System.Globalization;
using ETicket.Catalogue;
using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Planning;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Web.Pages.TownHall;

/// <summary>« Clôture des journées » — consumes the days that are over, without waiting for the night.</summary>
internal sealed class ClosingModel(Database database, DayClosing closing) : MemberPage
{
    private Dictionary<ActivityId, string> _names = [];

    /// <summary>Tickets consumed by the closing just done, and what was closed.</summary>
    [BindProperty(SupportsGet = true, Name = "decomptes")]
    public long? Done { get; set; }

    [BindProperty(SupportsGet = true, Name = "journee")]
    public string? Code { get; set; }

    public string? DoneName => ReadCode(Code) is var (activity, day) && _names.TryGetValue(activity, out var name) ? $"{name}, {French.Day(day)}" : null;
    public IReadOnlyList<DayToClose> Due { get; private set; } = [];

    public string NameOf(ActivityId activity) => _names.GetValueOrDefault(activity, "");

    public static string CodeOf(DayToClose day) => $"{day.Activity}.{day.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}";

    public Task OnGetAsync(CancellationToken stop) => LoadAsync(stop);

    public async Task<IActionResult> OnPostAsync([FromForm(Name = "journee")] string? code, CancellationToken stop)
    {
        Code = code;
        if (ReadCode(code) is not var (activity, day))
            return NotFound();
        var today = await LoadAsync(stop);
        var chosen = Due.Where(d => d.Activity == activity && d.Day == day).ToList();
        if (chosen.Count == 0 && (day > today || await IsOpenAsync(activity, day, stop)))
        {
            ModelState.AddModelError("", new DayNotOver(day).Sentence);
            return Unprocessable();
        }
        long consumed = 0;
        await closing.CloseAsync(chosen, 1, new Counter(total => consumed = total), stop);
        return Response.SeeOther($"/mairie/cloture?journee={code}&decomptes={consumed.ToString(CultureInfo.InvariantCulture)}");
    }

    /// <summary>The days a person may close now: those before today, and today's once nobody can cancel any more. By the database's clock.</summary>
    internal static async Task<(DateOnly Today, IReadOnlyList<DayToClose> Days)> DueAsync(Database database, DayClosing closing, StructureId structure, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        var now = await WeekPlan.NowAsync(work, stop);
        var today = ParisTime.DayOf(now);
        var settled = (await OpenDays.BetweenAsync(work, today, today, stop)).Where(d => d.CancelUntil <= now).Select(d => d.ActivityId).ToHashSet();
        var due = await closing.DueAsync(today, structure, null, stop);
        return (today, [.. due.Where(d => d.Day < today || settled.Contains(d.Activity))]);
    }

    private async Task<DateOnly> LoadAsync(CancellationToken stop)
    {
        await using (var work = await database.BeginAsync(Visitor.Structure, stop))
            _names = await work.Read<Activity>().ToDictionaryAsync(a => a.Id, a => a.Name, stop);
        (var today, Due) = await DueAsync(database, closing, Visitor.Structure, stop);
        return today;
    }

    private async Task<bool> IsOpenAsync(ActivityId activity, DateOnly day, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(Visitor.Structure, stop);
        return await work.Read<OpenDay>().AnyAsync(d => d.ActivityId == activity && d.Day == day && d.ConsumedAt == null, stop);
    }

    private static (ActivityId, DateOnly)? ReadCode(string? code)
    {
        var parts = (code ?? "").Split('.');
        return parts.Length == 2 && ActivityId.TryParse(parts[0], null, out var activity)
            && DateOnly.TryParseExact(parts[1], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? (activity, day)
            : null;
    }

    /// <summary>Told on the spot, where Progress&lt;T&gt; would tell later.</summary>
    private sealed class Counter(Action<long> count) : IProgress<long>
    {
        public void Report(long value) => count(value);
    }
}
