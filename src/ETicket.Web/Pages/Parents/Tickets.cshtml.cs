using System.Net.Mail;
using ETicket.Access.Preferences;
using ETicket.Families;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Asking;
using ETicket.Payments.Invoicing;
using ETicket.Persistence;
using ETicket.Wallets;
using ETicket.Wallets.Baskets;
using ETicket.Web.Display;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Web.Pages.Parents;

/// <summary>« Acheter des tickets » — choose, pay on the provider's site, the tickets are in the booklets.</summary>
internal sealed class TicketsModel(Database database, TopUps topUps, LeftOpen leftOpen, Checkout checkout, IEnumerable<IPaymentProvider> providers, TimeProvider clock) : MemberPage
{
    [BindProperty]
    public Guid Panier { get; set; }

    [BindProperty]
    public string? Courriel { get; set; }

    /// <summary>The button pressed; the first one, for a form sent without any.</summary>
    [BindProperty]
    public PaymentProvider? Moyen { get; set; }

    /// <summary>Who may take the payment of at least one of these tickets, and what is said beside the buttons; the basket itself is checked line by line.</summary>
    public MeansOnOffer Means { get; private set; } = MeansOnOffer.None;
    public IReadOnlyList<PaymentProvider> Offered => Means.Providers;

    /// <summary>The family was shown the same basket still open, and wants another one all the same.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Nouveau { get; set; }

    public bool AsksEmail { get; private set; }
    public IReadOnlyList<TicketLine> Lines { get; private set; } = [];

    /// <summary>Who is warned before these tickets run out.</summary>
    public IReadOnlyList<WarnedGuardian> Warned { get; private set; } = [];

    /// <summary>What the family owes, and the invoices chosen to be paid.</summary>
    public IReadOnlyList<Invoice> Invoices { get; private set; } = [];

    /// <summary>What it bought last and may buy today; shown while nothing is proposed yet.</summary>
    public IReadOnlyList<(TicketLine Line, int Quantity)> Usual { get; private set; } = [];

    /// <summary>« apres »: the form has shown no total, for want of a script; the basket shows it before anything is paid.</summary>
    [BindProperty]
    public string? Total { get; set; }

    [BindProperty(SupportsGet = true, Name = "facture")]
    public Guid[] Chosen { get; set; } = [];

    public async Task OnGetAsync(CancellationToken stop)
    {
        Panier = Guid.NewGuid();
        await LoadAsync(stop);
        TicketLine.Propose(Lines, field => Request.Query[field]);
        if (Lines.Any(l => l.Typed != "0"))
            Usual = [];
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken stop)
    {
        ModelState.Clear();
        var email = await LoadAsync(stop) ?? Courriel?.Trim();
        var chosen = Lines.Select(l => l.Read(Request.Form, ModelState)).OfType<BasketLine>().ToList();
        if (Request.Form.Any(f => TicketLine.IsStray(Lines, f.Key, f.Value)))
            ModelState.AddModelError("", Words.Say("Ticket_NoLonger"));
        if (ModelState.IsValid && !MailAddress.TryCreate(email, out _))
            ModelState.AddModelError("courriel", Words.Say("Email_Missing"));
        if (Panier == Guid.Empty)
            ModelState.AddModelError("", Words.Say("Ticket_KeyLost"));
        if (!ModelState.IsValid || Offered.Count == 0)
            return Again();
        var provider = Moyen ?? Offered[0];
        if (!Offered.Contains(provider))
            return BadRequest();
        try
        {
            var basket = new Basket(Panier, Visitor.Structure, Visitor.Family, provider, Visitor.UserName, email, chosen) { Invoices = [.. Chosen.Select(InvoiceId.From)], ReusesLive = !Nouveau };
            var payments = await leftOpen.AsideAsync(Visitor.Structure, idle => Conflicts.ReplayAsync(() => topUps.PrepareAsync(basket with { Idle = idle }, stop), stop), stop);
            // A key of another family's basket, or one already over, is no door to it.
            if (payments.FirstOrDefault(p => p.FamilyId == Visitor.Family) is not { } first)
                return NotFound();
            var again = first.BasketId == Panier ? "" : "?deja=true";
            if (payments.Count > 1 || (Total == "apres" && again.Length == 0 && first.State is PaymentState.Created))
                return Response.SeeOther($"/famille/panier/{first.BasketId}{again}");
            if (first.State is not (PaymentState.Created or PaymentState.Pending) || OtherMoney.IsOver(first) || again.Length > 0)
                return Response.SeeOther($"/famille/paiement/{first.Id}{again}");
            return Response.SeeOther((await checkout.OpenAsync(Visitor.Structure, first.Id, stop)).ToString());
        }
        catch (Refusal refusal)
        {
            ModelState.AddModelError("", refusal.Sentence);
            return Again();
        }
    }

    /// <summary>What this family may buy and pay; answers the guardian's address, if one is known.</summary>
    private async Task<string?> LoadAsync(CancellationToken stop)
    {
        await using var work = await database.BeginAsync(Visitor.Structure, stop);
        var today = clock.Today();
        Lines = await TicketLine.OfAsync(work, Visitor.Family, today, stop);
        Invoices = await UnpaidInvoices.OfAsync(work, Visitor.Family, stop);
        var services = Lines.Select(l => l.Booklet.Activity.ServiceId).Concat(Invoices.Select(i => i.ServiceId)).ToHashSet();
        Means = await MeansOnOffer.OfAsync(work, services, providers.Select(p => p.Name), today, stop);
        var email = await work.Read<Guardian>().Where(g => g.FamilyId == Visitor.Family && g.Kind == GuardianKind.Guardian && g.LeftAt == null && g.Email != null).OrderByDescending(g => g.ReceivesLetters).ThenBy(g => g.Id)
            .Select(g => g.Email).FirstOrDefaultAsync(stop);
        AsksEmail = email is null;
        Usual = TicketLine.Usual(Lines, await UsualBasket.OfAsync(work, Visitor.Family, stop));
        Warned = await FamilyPreferences.WarnedAsync(work, Login, Visitor.Family, stop);
        return email;
    }

    /// <summary>This page with those quantities filled in: one press, and one to pay.</summary>
    public string UsualAddress() => BasketLink.PathTo(Usual.Select(u => (u.Line.Field, u.Quantity)), Chosen);

    /// <summary>What is sold under these products: « la Cantine et le Bus » as the lines call them.</summary>
    public string Named(IEnumerable<ServiceId> services) => Words.List([
        .. Lines.Where(l => services.Contains(l.Booklet.Activity.ServiceId)).Select(l => l.Booklet.Activity.Name)
            .Concat(Invoices.Where(i => services.Contains(i.ServiceId)).Select(i => i.Label)).Distinct()]);

    /// <summary>The form again under a new key: a corrected basket is another basket.</summary>
    private PageResult Again()
    {
        (Panier, Usual) = (Guid.NewGuid(), []);
        return Unprocessable();
    }
}
