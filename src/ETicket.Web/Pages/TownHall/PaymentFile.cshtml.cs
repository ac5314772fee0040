using ETicket.Access;
using ETicket.Families;
using ETicket.Kernel;
using ETicket.Ledger;
using ETicket.Payments;
using ETicket.Payments.Asking;
using ETicket.Payments.Counter;
using ETicket.Payments.Invoicing;
using ETicket.Persistence;
using ETicket.Structures;
using ETicket.Treasury.Undo;
using ETicket.Wallets;
using ETicket.Web.Display;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Web.Pages.TownHall;

/// <summary>« Règlement » — all that is known of one payment; asks its provider at once, and leads to what undoes it.</summary>
internal sealed class PaymentFileModel(Database database, Settlements settlements, UndoDesk desk) : MemberPage
{
    /// <summary>The document just made.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Fait { get; set; }

    /// <summary>The provider just gave money back of which nobody can tell the tickets.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Rendu { get; set; }

    /// <summary>The discrepancy just marked as dealt with.</summary>
    [BindProperty(SupportsGet = true)]
    public long? Traite { get; set; }

    /// <summary>The provider was just asked, and how that went.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Demande { get; set; }

    public Payment Payment { get; private set; } = null!;
    public Family Family { get; private set; } = null!;
    public Regie Regie { get; private set; } = null!;
    public IReadOnlyList<PaymentPaper> Papers { get; private set; } = [];
    public CashTolerance? Tolerance { get; private set; }

    /// <summary>It was taken by an association in its own name, which has no act and refunds by itself.</summary>
    public bool ByAssociation => Regie.Act is null;
    public IReadOnlyList<PaymentLine> Lines { get; private set; } = [];

    /// <summary>Each step of its life, and each document that was undone in its turn, which may change no state: its reason then.</summary>
    public IReadOnlyList<(DateTimeOffset At, string What, PaymentState? State, string? Why)> History { get; private set; } = [];
    public IReadOnlyList<Receipt> Receipts { get; private set; } = [];

    /// <summary>Who undid it, and who lifted that, by entry; nobody where a provider told it.</summary>
    public IReadOnlyDictionary<long, string> Actors { get; private set; } = new Dictionary<long, string>();

    /// <summary>The documents that undid it, and those of them that do not stand any more.</summary>
    public IReadOnlyList<UndoneBy> Undone { get; private set; } = [];
    public IReadOnlyList<Discrepancy> Discrepancies { get; private set; } = [];
    public IReadOnlyList<Notice> Notices { get; private set; } = [];
    public IReadOnlyList<(string Address, string Word)> Acts { get; private set; } = [];

    /// <summary>What of it another payment paid too, as long as nobody said what was done about it.</summary>
    public Doubled? Doubled { get; private set; }

    /// <summary>The document since which nothing of it is paid twice any more.</summary>
    public string? PaidOnceSince { get; private set; }

    /// <summary>The discrepancy whose form was sent.</summary>
    public long Ecart { get; private set; }

    /// <summary>When the payment was known here, if that was late.</summary>
    public DateTimeOffset? KnownLate => Receipts.FirstOrDefault(r => r.Kind is ReceiptKind.Sale && PaymentList.IsLate(Payment, r))?.IssuedAt;
    public bool MayAct => Visitor.Role.RunsTheRegie();
    public bool MayAsk => Visitor.Role.AsksProviders();

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken stop) =>
        !Visitor.Role.ReadsPayments() ? StatusCode(StatusCodes.Status403Forbidden) : await LoadAsync(new PaymentId(id), stop) ? Page() : NotFound();

    public async Task<IActionResult> OnPostDemanderAsync(Guid id, CancellationToken stop)
    {
        if (!MayAsk)
            return StatusCode(StatusCodes.Status403Forbidden);
        var payment = new PaymentId(id);
        if (!await LoadAsync(payment, stop))
            return NotFound();
        var heard = "oui";
        try
        {
            // Whoever closes the tab while money is being taken must not make us forget that it was asked for.
            await Conflicts.ReplayAsync(() => settlements.SettleAsync(Visitor.Structure, payment, "staff", CancellationToken.None, evenCredited: true), CancellationToken.None);
        }
        catch (ProviderUnreachable)
        {
            heard = "silence";
        }
        catch (TooManyAtOnce)
        {
            heard = "occupe";
        }
        return Response.SeeOther($"/mairie/reglements/{payment}?demande={heard}");
    }

    public async Task<IActionResult> OnPostEcartAsync(Guid id, [FromForm(Name = "ecart")] long discrepancy, [FromForm(Name = "suite")] string? outcome, CancellationToken stop)
    {
        var payment = new PaymentId(id);
        Ecart = discrepancy;
        if (!MayAct)
            return StatusCode(StatusCodes.Status403Forbidden);
        if (!await LoadAsync(payment, stop))
            return NotFound();
        try
        {
            await Payments.Providers.Discrepancies.ResolveAsync(database, Visitor.Structure, payment, discrepancy, outcome, Visitor.DisplayName, stop);
            return Response.SeeOther($"/mairie/reglements/{payment}?traite={discrepancy}");
        }
        catch (Refusal refusal)
        {
            ModelState.AddModelError($"suite-{discrepancy}", refusal.Sentence);
            return Unprocessable();
        }
    }

    private async Task<bool> LoadAsync(PaymentId id, CancellationToken stop)
    {
        await using (var work = await database.BeginAsync(Visitor.Structure, stop))
        {
            if (await work.Read<Payment>().SingleOrDefaultAsync(p => p.Id == id, stop) is not { } payment)
                return false;
            Payment = payment;
            Family = await work.Read<Family>().SingleAsync(f => f.Id == payment.FamilyId, stop);
            Regie = await work.Read<Regie>().SingleAsync(r => r.Id == payment.RegieId, stop);
            Lines = await work.Read<PaymentLine>().Where(l => l.PaymentId == id).OrderBy(l => l.Line).ToListAsync(stop);
            Papers = [.. (await CounterPapers.OfAsync(work, [id], stop))[id]];
            Tolerance = await work.Read<CashTolerance>().SingleOrDefaultAsync(t => t.PaymentId == id, stop);
            Undone = await UndoneBy.OfAsync(work, id, stop);
            History = await PaymentHistory.OfAsync(work, id, Undone, ByAssociation, stop);
            Receipts = await work.Read<Receipt>().Where(r => r.PaymentId == id).OrderBy(r => r.IssuedAt).ThenBy(r => r.EntryId).ToListAsync(stop);
            var entries = Receipts.Select(r => r.EntryId).ToList();
            Actors = await work.Read<Entry>().Where(e => entries.Contains(e.Id) && e.Actor != null).ToDictionaryAsync(e => e.Id, e => e.Actor!, stop);
            Discrepancies = await work.Read<Discrepancy>().Where(d => d.PaymentId == id).OrderBy(d => d.Id).ToListAsync(stop);
            Doubled = await Doubled.OfAsync(work, id, stop);
            PaidOnceSince = await Doubled.EndedByAsync(work, id, stop);
            Notices = await PaymentHistory.NoticesAsync(work, payment, stop);
        }
        if (MayAct)
            Acts = [.. (await desk.OpenAsync(Visitor.Structure, id, stop)).Links($"/mairie/reglements/{id}", ByAssociation)];
        return true;
    }
}
