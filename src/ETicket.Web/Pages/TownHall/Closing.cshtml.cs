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
        try
        {
            var consumed = await closing.CloseOneAsync(Visitor.Structure, activity, day, stop);
            return Response.SeeOther($"/mairie/cloture?journee={code}&decomptes={consumed.ToString(CultureInfo.InvariantCulture)}");
        }
        catch (Refusal refusal) when (refusal is DayNotOver or DayPartlyClosed)
        {
            await LoadAsync(stop);
            ModelState.AddModelError("", refusal.Sentence);
            return Unprocessable();
        }
    }

    private async Task LoadAsync(CancellationToken stop)
    {
        await using (var work = await database.BeginAsync(Visitor.Structure, stop))
            _names = await work.Read<Activity>().ToDictionaryAsync(a => a.Id, a => a.Name, stop);
        Due = await closing.ClosableAsync(Visitor.Structure, stop);
    }

    private static (ActivityId, DateOnly)? ReadCode(string? code)
    {
        var parts = (code ?? "").Split('.');
        return parts.Length == 2 && ActivityId.TryParse(parts[0], null, out var activity)
            && DateOnly.TryParseExact(parts[1], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? (activity, day)
            : null;
    }
}
