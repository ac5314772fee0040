using System.Globalization;
using ETicket.Access.Addresses;
using ETicket.Access.Preferences;
using ETicket.Families;
using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Mvc;

namespace ETicket.Web.Pages.Parents;

/// <summary>« Être prévenu à temps » — how many days of use tickets still cover when an adult of the file is told that they run out.</summary>
internal sealed class WarningModel(Database database, EmailChanges emails, LowBalanceThresholds thresholds) : MemberPage
{
    [BindProperty(SupportsGet = true)]
    public bool Fait { get; set; }

    public IReadOnlyList<WarnedGuardian> Warned { get; private set; } = [];

    /// <summary>Where there is nobody to warn, whether the login may give an address.</summary>
    public bool MayGive { get; private set; }

    public Task OnGetAsync(CancellationToken stop) => LoadAsync(stop);

    public async Task<IActionResult> OnPostAsync([FromForm] Guid? responsable, [FromForm] string? jours, CancellationToken stop)
    {
        ModelState.Clear();
        await LoadAsync(stop);
        if (Warned.FirstOrDefault(w => w.Id.Value == responsable) is not { } guardian)
            return NotFound();
        var typed = jours?.Trim() ?? "";
        try
        {
            // What is no number at all is outside the bounds too: one sentence says what to write.
            _ = int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var days);
            await thresholds.SetAsync(Visitor.Structure, Visitor.Family, guardian.Id, days, stop);
            return Response.SeeOther("/famille/tickets/alerte?fait=true");
        }
        catch (Refusal refusal)
        {
            var field = $"jours-{guardian.Id}";
            ModelState.SetModelValue(field, typed, typed);
            ModelState.AddModelError(field, refusal.Sentence);
            return Unprocessable();
        }
    }

    private async Task LoadAsync(CancellationToken stop)
    {
        await using var work = await database.BeginAsync(Visitor.Structure, stop);
        Warned = await FamilyPreferences.WarnedAsync(work, Login, Visitor.Family, stop);
        MayGive = Warned.Count == 0 && await emails.MayAskAsync(Login, stop);
    }
}
