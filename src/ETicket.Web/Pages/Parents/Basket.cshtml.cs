using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Persistence;
using ETicket.Wallets.Baskets;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Mvc;

namespace ETicket.Web.Pages.Parents;

/// <summary>« Votre panier » — a basket that several régies collect: each part with its state, and a button per provider that may take it.</summary>
internal sealed class BasketModel(Database database, SplitBasket basket, Retries retries, Checkout checkout, TimeProvider clock) : MemberPage
{
    /// <summary>The family was led here because it had just prepared this very basket.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Deja { get; set; }

    [BindProperty]
    public Guid Paiement { get; set; }

    [BindProperty]
    public PaymentProvider? Moyen { get; set; }

    public IReadOnlyList<PartToPay> Parts { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(Guid key, CancellationToken stop) => await LoadAsync(key, stop) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(Guid key, CancellationToken stop)
    {
        if (!await LoadAsync(key, stop) || Parts.FirstOrDefault(p => p.Payment.Id.Value == Paiement) is not { } part)
            return NotFound();
        try
        {
            var payment = await retries.AgainAsync(Visitor.Structure, Visitor.Family, part.Payment.Id, Moyen ?? part.Payment.Provider, Visitor.UserName, stop);
            if (payment.State.BroughtMoney())
                return Response.SeeOther($"/famille/paiement/{payment.Id}");
            return Response.SeeOther((await checkout.OpenAsync(Visitor.Structure, payment.Id, stop)).ToString());
        }
        catch (Refusal refusal)
        {
            ModelState.AddModelError("", refusal.Sentence);
            await LoadAsync(key, stop);
            return Unprocessable();
        }
    }

    public WaysToPay WaysOf(PartToPay part) => new(part.Payment, part.Offered, clock.GetUtcNow());

    /// <summary>What the button of a provider says.</summary>
    public static string ButtonOf(WaysToPay ways, PaymentProvider provider) =>
        $"{(ways.TakesUp(provider) ? "PayAgainWith" : ways.IsOpen || ways.Payment.State is PaymentState.Created ? "PayWith" : "RetryWith")}_{provider}";

    private async Task<bool> LoadAsync(Guid key, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(Visitor.Structure, stop);
        Parts = await basket.PartsAsync(work, Visitor.Family, key, clock.Today(), stop);
        return Parts.Count > 0;
    }
}
