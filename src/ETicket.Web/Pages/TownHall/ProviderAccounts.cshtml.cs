using System.Globalization;
using ETicket.Access;
using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Treasury.Reconciliation;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Mvc;

namespace ETicket.Web.Pages.TownHall;

/// <summary>« Comptes des prestataires » — what the providers say of the régies' accounts, and what differs from our books.</summary>
internal sealed class ProviderAccountsModel(Database database) : MemberPage
{
    private const string Here = "/mairie/prestataires";

    public IReadOnlyList<AccountStatement> Accounts { get; private set; } = [];
    public IReadOnlyList<ProviderGapSeen> Open { get; private set; } = [];
    public ProviderGapPage DealtWith { get; private set; } = ProviderGapPage.Empty;
    public ProviderGapPage Healed { get; private set; } = ProviderGapPage.Empty;

    /// <summary>The pages asked for of the two lists of closed differences; a list asked for is shown open.</summary>
    [BindProperty(SupportsGet = true)]
    public int? Traites { get; set; }

    [BindProperty(SupportsGet = true)]
    public int? Refermes { get; set; }

    /// <summary>The difference whose form was just heard, and what it is now: its first outcome is kept, whoever said it.</summary>
    [BindProperty(SupportsGet = true)]
    public long? Traite { get; set; }
    public ProviderGap? Done { get; private set; }

    /// <summary>The difference whose form was sent.</summary>
    public long Ecart { get; private set; }
    public bool MayAct => Visitor.Role.RunsTheRegie();

    /// <summary>Where another page of one list is shown; the other list keeps its own.</summary>
    public string DealtWithAt(int page) => string.Create(CultureInfo.InvariantCulture, $"{Here}?traites={page}{(Refermes is { } other ? $"&refermes={other}" : "")}");

    public string HealedAt(int page) => string.Create(CultureInfo.InvariantCulture, $"{Here}?refermes={page}{(Traites is { } other ? $"&traites={other}" : "")}");

    public Task OnGetAsync(CancellationToken stop) => LoadAsync(stop);

    public async Task<IActionResult> OnPostEcartAsync([FromForm(Name = "ecart")] long gap, [FromForm(Name = "suite")] string? outcome, CancellationToken stop)
    {
        if (!MayAct)
            return StatusCode(StatusCodes.Status403Forbidden);
        Ecart = gap;
        try
        {
            await ProviderGaps.ResolveAsync(database, Visitor.Structure, gap, outcome, Visitor.DisplayName, stop);
            return Response.SeeOther(string.Create(CultureInfo.InvariantCulture, $"{Here}?traite={gap}"));
        }
        catch (Refusal refusal)
        {
            ModelState.AddModelError($"suite-{gap}", refusal.Sentence);
            await LoadAsync(stop);
            return Unprocessable();
        }
    }

    private async Task LoadAsync(CancellationToken stop)
    {
        await using var work = await database.BeginAsync(Visitor.Structure, stop);
        Accounts = await AccountStatements.ReadAsync(work, stop);
        Open = await ProviderGaps.OpenAsync(work, stop);
        DealtWith = await ProviderGaps.DealtWithAsync(work, Traites ?? 1, stop);
        Healed = await ProviderGaps.HealedAsync(work, Refermes ?? 1, stop);
        Done = Traite is { } heard ? await ProviderGaps.ClosedAsync(work, heard, stop) : null;
    }
}
