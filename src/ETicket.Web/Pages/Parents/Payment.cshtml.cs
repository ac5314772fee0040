using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Persistence;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Web.Pages.Parents;

/// <summary>« Votre paiement » — the return page. It credits nothing by itself: it asks for the truth and shows it.</summary>
internal sealed class PaymentModel(Database database, Settlements settlements, Checkout checkout) : MemberPage
{
    private const int MostRefreshes = 8;

    [BindProperty(SupportsGet = true)]
    public int Essai { get; set; }

    public Payment Payment { get; private set; } = null!;
    public IReadOnlyList<PaymentLine> Lines { get; private set; } = [];
    public Receipt? Receipt { get; private set; }
    public int Rank { get; private set; }
    public int Of { get; private set; }

    /// <summary>The next payment of the same basket that still waits to be opened.</summary>
    public Payment? Next { get; private set; }
    public int NextRank { get; private set; }

    /// <summary>Where the page goes by itself while the answer is awaited; null once it is known, or after a few times.</summary>
    public string? RefreshTo => Payment.State is PaymentState.Pending or PaymentState.Unknown && Essai is >= 0 and < MostRefreshes
        ? $"/famille/paiement/{Payment.Id}?essai={Essai + 1}"
        : null;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken stop)
    {
        if (!await LoadAsync(new PaymentId(id), stop))
            return NotFound();
        if (Payment.State is PaymentState.Paid or PaymentState.Promised or PaymentState.Refunded or PaymentState.ChargedBack)
            return Page();
        try
        {
            await Conflicts.ReplayAsync(() => settlements.SettleAsync(Visitor.Structure, Payment.Id, "return", stop), stop);
        }
        catch (TooManyAtOnce)
        {
            // Others hold the rows for a moment: the page shows what is known, and asks again by itself.
        }
        await LoadAsync(Payment.Id, stop);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken stop)
    {
        if (!await LoadAsync(new PaymentId(id), stop))
            return NotFound();
        try
        {
            return Response.SeeOther((await checkout.OpenAsync(Visitor.Structure, Payment.Id, stop)).ToString());
        }
        catch (Refusal refusal)
        {
            ModelState.AddModelError("", refusal.Sentence);
            await LoadAsync(Payment.Id, stop);
            return Unprocessable();
        }
    }

    private async Task<bool> LoadAsync(PaymentId id, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(Visitor.Structure, stop);
        var family = Visitor.Family;
        if (await work.Read<Payment>().SingleOrDefaultAsync(p => p.Id == id && p.FamilyId == family, stop) is not { } payment)
            return false;
        Payment = payment;
        Lines = await work.Read<PaymentLine>().Where(l => l.PaymentId == id).OrderBy(l => l.Line).ToListAsync(stop);
        Receipt = await work.Read<Receipt>().SingleOrDefaultAsync(r => r.PaymentId == id && r.Kind == ReceiptKind.Sale, stop);
        var basket = await work.Read<Payment>().Where(p => p.BasketId == payment.BasketId && p.FamilyId == family).OrderBy(p => p.Id).ToListAsync(stop);
        Of = basket.Count;
        Rank = basket.FindIndex(p => p.Id == id) + 1;
        Next = basket.Find(p => p.State is PaymentState.Created && p.Id != id);
        NextRank = basket.FindIndex(p => p.Id == Next?.Id) + 1;
        return true;
    }
}
