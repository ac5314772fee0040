using System.Globalization;
using ETicket.Access.Addresses;
using ETicket.Access.Preferences;
using ETicket.Families;
using ETicket.Kernel;
using ETicket.Mail.Letters;
using ETicket.Mail.Stops;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Mvc;

namespace ETicket.Web.Pages.Parents.Phone;

/// <summary>What a browser says of itself when it subscribes (W3C Push API).</summary>
internal sealed record DeviceForm(string? Adresse, string? Cle, string? Secret);

/// <summary>« Mes préférences » — which letters are received, how early tickets that run out are told, and whether this device keeps a copy of the planning.</summary>
internal sealed class PreferencesModel(FamilyPreferences preferences, EmailChanges emails, OwnDevices devices, OfflineCopy copies, ToldDevice thisDevice) : MemberPage
{
    private const string Address = "/famille/preferences";

    /// <summary>What was just done.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Fait { get; set; }

    public IReadOnlyList<AdultPreferences> Adults { get; private set; } = [];

    /// <summary>Where there is nobody to choose for, whether the login may give an address.</summary>
    public bool MayGive { get; private set; }

    /// <summary>This device keeps a copy for whoever is signed in.</summary>
    public bool Kept => copies.KeptFor(HttpContext) is not null;

    /// <summary>What this browser would take notifications with; null: none are offered.</summary>
    public string? PortalKey => devices.KeyFor(Adults);

    /// <summary>How many devices are told.</summary>
    public int Devices { get; private set; }

    /// <summary>The topics ticked in a form that was refused, of that adult.</summary>
    public (GuardianId Adult, IReadOnlySet<LetterTopic> Received)? Typed { get; private set; }

    public Task OnGetAsync(CancellationToken stop) => LoadAsync(stop);

    public async Task<IActionResult> OnPostAsync(
        [FromForm] Guid? responsable, [FromForm] string? jours, [FromForm] string[]? recus, [FromForm] string[]? montres, [FromForm] string? copie,
        [FromForm] string[]? telephone, [FromForm] string[]? telephones, [FromForm] string? notifications, [FromForm] DeviceForm? appareil, CancellationToken stop)
    {
        ModelState.Clear();
        if (copie is not null)
            return ChooseCopy(copie);
        if (notifications is not null)
            return await ChooseDeviceAsync(notifications, appareil ?? new(null, null, null), stop);
        await LoadAsync(stop);
        if (Adults.FirstOrDefault(a => a.Id.Value == responsable) is not { } adult)
            return NotFound();
        var (received, shown, typed) = (Topics(recus), Topics(montres), jours?.Trim() ?? "");
        try
        {
            // What is no number at all is outside the bounds too: one sentence says what to write.
            _ = int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var days);
            // Only what was ticked or unticked here is said: a topic stopped meanwhile by the foot of a letter stays stopped.
            var changed = LetterChoices.Topics.Where(t => received.Contains(t) != shown.Contains(t)).ToDictionary(t => t, t => !received.Contains(t));
            var (phone, before) = (Topics(telephone), Topics(telephones));
            var told = LetterChoices.Topics.Where(t => phone.Contains(t) != before.Contains(t)).ToDictionary(t => t, phone.Contains);
            await preferences.SetAsync(Login, Visitor.Structure, Visitor.Family, new(adult.Id, days, changed) { ByPush = told }, stop);
            return Response.SeeOther($"{Address}?fait=courriers");
        }
        catch (Refusal refusal) when (refusal is ThresholdOutOfRange or UnknownGuardian)
        {
            Typed = (adult.Id, received);
            var field = $"jours-{adult.Id}";
            ModelState.SetModelValue(field, typed, typed);
            return Unprocessable(refusal, field);
        }
    }

    private IActionResult ChooseCopy(string choice)
    {
        switch (choice)
        {
            case "garder":
                copies.Keep(HttpContext, Visitor);
                return Response.SeeOther($"{Address}?fait=copie#appareil");
            case "effacer":
                copies.KeepNoMore(HttpContext);
                return Response.SeeOther($"{Address}?fait=effacee#appareil");
            default:
                return BadRequest();
        }
    }

    private async Task<IActionResult> ChooseDeviceAsync(string choice, DeviceForm device, CancellationToken stop)
    {
        switch (choice)
        {
            case "activer":
                if (!await devices.AddAsync(Login, Visitor.Structure, Visitor.Family, new(device.Adresse ?? "", device.Cle ?? "", device.Secret ?? ""), stop))
                    return BadRequest();
                thisDevice.Remember(HttpContext, device.Adresse!);
                return Response.SeeOther($"{Address}?fait=notifications#appareil");
            case "arreter":
                await devices.ForgetAsync(Login, Visitor.Structure, stop);
                return Response.SeeOther($"{Address}?fait=silence#appareil");
            default:
                return BadRequest();
        }
    }

    private async Task LoadAsync(CancellationToken stop)
    {
        Adults = await preferences.ReadAsync(Login, Visitor.Structure, Visitor.Family, stop);
        MayGive = Adults.Count == 0 && await emails.MayAskAsync(Login, stop);
        Devices = await devices.CountAsync(Login, Visitor.Structure, stop);
    }

    /// <summary>A word that is no topic is not listened to.</summary>
    private static HashSet<LetterTopic> Topics(IEnumerable<string>? names) =>
        [.. LetterChoices.Topics.Where(topic => names?.Contains(topic.ToString(), StringComparer.Ordinal) is true)];
}
