using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Asking;
using ETicket.Payments.Invoicing;
using ETicket.Persistence;
using ETicket.Structures;
using ETicket.Treasury.Refunds;
using ETicket.Wallets;
using ETicket.Wallets.Baskets;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Web.Pages.Parents;

/// <summary>« Votre paiement » — the return page. It credits nothing by itself: it asks for the truth and shows it.</summary>
internal sealed class PaymentModel(Database database, Settlements settlements, Checkout checkout, SplitBasket basket, Retries retries, TimeProvider clock) : MemberPage
{
    private const int MostRefreshes = 8;

    [BindProperty(SupportsGet = true)]
    public int Essai { get; set; }

    /// <summary>The family was led here because it had just prepared this very basket.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Deja { get; set; }

    /// <summary>He turned back from his provider's page without paying, as far as his browser tells.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Annule { get; set; }

    [BindProperty]
    public PaymentProvider? Moyen { get; set; }

    public Payment Payment { get; private set; } = null!;
    public IReadOnlyList<PaymentLine> Lines { get; private set; } = [];
    public Receipt? Receipt { get; private set; }
    public int Rank { get; private set; }
    public int Of { get; private set; }

    /// <summary>The next part of the same basket that still waits to be paid.</summary>
    public PartToPay? Next { get; private set; }

    /// <summary>How this part may be paid from here, while it is not.</summary>
    public WaysToPay Ways { get; private set; } = null!;

    /// <summary>What of it another payment had paid before; null where nothing waits for a person.</summary>
    public Doubled? Doubled { get; private set; }

    /// <summary>The documents that undid it, in whole or in part, and those of them that still stand.</summary>
    public IReadOnlyList<UndoneBy> Undone { get; private set; } = [];
    public IReadOnlyList<ReceiptLine> UndoneLines { get; private set; } = [];
    public IReadOnlyList<Receipt> TakenBack => [.. Undone.Where(u => u.Stands).Select(u => u.Document)];

    /// <summary>The commune had refunded some of it before the bank took it and paid after all.</summary>
    public bool RefundedBefore { get; private set; }

    /// <summary>It was taken by an association in its own name, which refunds by itself.</summary>
    public bool ByAssociation { get; private set; }

    /// <summary>The invoices it was for, as they stand now.</summary>
    public IReadOnlyList<Invoice> Invoices { get; private set; } = [];

    /// <summary>The attempt that counts for this part, when it is another one.</summary>
    public Payment? Instead { get; private set; }

    /// <summary>Whether its booklets are below zero, an invoice of it is to be paid, or the commune is owed what it had refunded: what only left the booklets leaves nothing to settle.</summary>
    public bool ToSettle { get; private set; }

    /// <summary>What may be said of its money, while it brought us none.</summary>
    public Taken Taken { get; private set; }

    /// <summary>Open still, though what came for it is not ours and a person said what was done: the payer pays another way.</summary>
    public bool Over => Taken is Taken.SeenByAPerson && OtherMoney.IsOver(Payment);
    public bool ToBeDebited => DebitOrders.IsToBeDebited(Payment, clock.GetUtcNow());
    public bool BringsTickets => Lines.Any(l => l.TicketTypeId is not null);

    /// <summary>Where the page goes by itself while the answer is awaited; null once it is known, or after a few times.</summary>
    public string? RefreshTo => Payment.State is PaymentState.Pending or PaymentState.Unknown && Taken is not Taken.WithAPerson && !Over && !Ways.IsLeft && Essai is >= 0 and < MostRefreshes
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
            // A payer who closes the tab while money is being taken must not make us forget that it was asked for.
            await Conflicts.ReplayAsync(() => settlements.SettleAsync(Visitor.Structure, Payment.Id, "return", CancellationToken.None), CancellationToken.None);
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
            var payment = await retries.AgainAsync(Visitor.Structure, Visitor.Family, Payment.Id, Moyen ?? Payment.Provider, Visitor.UserName, stop);
            if (payment.State.BroughtMoney())
                return Response.SeeOther($"/famille/paiement/{payment.Id}");
            return Response.SeeOther((await checkout.OpenAsync(Visitor.Structure, payment.Id, stop)).ToString());
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
        ByAssociation = (await work.Read<Regie>().SingleAsync(r => r.Id == payment.RegieId, stop)).Act is null;
        Undone = await UndoneBy.OfAsync(work, id, stop);
        var documents = Undone.Select(u => u.Document.Id).ToList();
        UndoneLines = await work.Read<ReceiptLine>().Where(l => documents.Contains(l.ReceiptId)).OrderBy(l => l.Line).ToListAsync(stop);
        var invoices = Lines.Select(l => l.InvoiceId).OfType<InvoiceId>().ToList();
        Invoices = await work.Read<Invoice>().Where(i => invoices.Contains(i.Id)).OrderBy(i => i.Year).ThenBy(i => i.Number).ToListAsync(stop);
        Doubled = await Doubled.OfAsync(work, id, stop);
        var parts = await basket.PartsAsync(work, family, payment.BasketId, clock.Today(), stop);
        var mine = parts.First(p => p.Payment.RegieId == payment.RegieId && p.Payment.Part == payment.Part);
        (Of, Rank) = (parts.Count, mine.Rank);
        Ways = new(payment, payment.Provider is PaymentProvider.Counter ? [] : mine.Offered, clock.GetUtcNow(), TurnedBack: Annule is not null);
        Taken = OtherMoney.TakenOf(payment, mine.Held);
        Instead = mine.Payment.Id == id ? null : mine.Payment;
        var types = Lines.Select(l => l.TicketTypeId).OfType<TicketTypeId>().ToList();
        RefundedBefore = await NotedAgain.WasAskedAsync(work, id, stop);
        var owesTheCommune = payment is { State: PaymentState.ChargedBack, PaidBy: null } && await CommuneRefunds.IsOwedAsync(work, id, stop);
        ToSettle = owesTheCommune || Invoices.Any(i => !i.IsPaid) || await work.Read<Wallet>().AnyAsync(w => w.FamilyId == family && types.Contains(w.TicketTypeId) && w.Tickets < 0, stop);
        Next = parts.FirstOrDefault(p => p.Rank != Rank && p.Offered.Count > 0 && !p.Payment.State.BroughtMoney());
        return true;
    }
}
