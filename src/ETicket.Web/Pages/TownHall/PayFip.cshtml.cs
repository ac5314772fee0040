using ETicket.Access;
using ETicket.Kernel;
using ETicket.Payments.Providers.PayFip;
using ETicket.Persistence;
using ETicket.Structures;
using ETicket.Web.Display;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Web.Pages.TownHall;

/// <summary>« PayFiP de la régie » — the client number and mode, checked with the Treasury, shown, then written.</summary>
internal sealed class PayFipModel(Database database, PayFipRegies payFip) : MemberPage
{
    [BindProperty(SupportsGet = true)]
    public bool Fait { get; set; }

    public IReadOnlyList<Regie> Regies { get; private set; } = [];
    public IEnumerable<PayFipMode> Modes => Enum.GetValues<PayFipMode>().Where(m => m is not PayFipMode.Test || payFip.AcceptsTests);
    public Regie? Chosen { get; private set; }
    public string Numero { get; private set; } = "";
    public PayFipMode Mode { get; private set; }

    /// <summary>The Treasury's own words for the number asked about; null until it was asked.</summary>
    public IReadOnlyList<string>? Labels { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken stop) => await LoadAsync(null, null, null, stop) ?? Page();

    public async Task<IActionResult> OnPostVerifierAsync([FromForm] Guid? regie, [FromForm] string? numero, [FromForm] string? mode, CancellationToken stop)
    {
        if (await LoadAsync(regie, numero, mode, stop) is { } no)
            return no;
        return await TryAsync(async () =>
        {
            Labels = await payFip.CheckAsync(Numero, stop);
            return Page();
        });
    }

    public async Task<IActionResult> OnPostValiderAsync([FromForm] Guid? regie, [FromForm] string? numero, [FromForm] string? mode, CancellationToken stop)
    {
        if (await LoadAsync(regie, numero, mode, stop) is { } no)
            return no;
        return await TryAsync(async () =>
        {
            await payFip.ConfigureAsync(Visitor.Structure, Chosen!.Id, Numero, Mode, stop);
            return Response.SeeOther("/mairie/payfip?fait=true");
        });
    }

    private async Task<IActionResult> TryAsync(Func<Task<IActionResult>> act)
    {
        if (Chosen is null)
            return NotFound();
        if (Numero.Length == 0)
            ModelState.AddModelError($"numero-{Chosen.Id}", Words.Say("PayFip_NumberMissing"));
        try
        {
            return ModelState.IsValid ? await act() : Unprocessable();
        }
        catch (Refusal refusal)
        {
            ModelState.AddModelError($"numero-{Chosen.Id}", refusal.Sentence);
            return Unprocessable();
        }
    }

    private async Task<IActionResult?> LoadAsync(Guid? regie, string? number, string? mode, CancellationToken stop)
    {
        if (!Visitor.Role.RunsTheRegie())
            return StatusCode(StatusCodes.Status403Forbidden);
        await using var work = await database.BeginAsync(Visitor.Structure, stop);
        Regies = await work.Read<Regie>().OrderBy(r => r.Name).ToListAsync(stop);
        Chosen = Regies.FirstOrDefault(r => r.Id.Value == regie);
        Numero = number?.Trim() ?? "";
        Mode = Enum.TryParse<PayFipMode>(mode, out var chosen) ? chosen : Chosen?.PayFipMode ?? default;
        return null;
    }
}
