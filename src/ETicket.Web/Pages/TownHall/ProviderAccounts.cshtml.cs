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
    private const int MostClosed = 20;

    public IReadOnlyList<AccountStatement> Accounts { get; private set; } = [];
    public IReadOnlyList<ProviderGapSeen> Open { get; private set; } = [];
    public IReadOnlyList<ProviderGapSeen> Closed { get; private set; } = [];

    /// <summary>The difference whose form was sent.</summary>
    public long Ecart { get; private set; }
    public bool MayAct => Visitor.Role.RunsTheRegie();

    public Task OnGetAsync(CancellationToken stop) => LoadAsync(stop);

    public async Task<IActionResult> OnPostEcartAsync([FromForm(Name = "ecart")] long gap, [FromForm(Name = "suite")] string? outcome, CancellationToken stop)
    {
        if (!MayAct)
            return StatusCode(StatusCodes.Status403Forbidden);
        Ecart = gap;
        try
        {
            await ProviderGaps.ResolveAsync(database, Visitor.Structure, gap, outcome, Visitor.DisplayName, stop);
            return Response.SeeOther("/mairie/prestataires");
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
        Closed = await ProviderGaps.ClosedAsync(work, MostClosed, stop);
    }
}
