using System.Globalization;
using ETicket.Access;
using ETicket.Families;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Providers;
using ETicket.Persistence;
using ETicket.Treasury;
using ETicket.Wallets;
using ETicket.Web.Display;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Web.Pages.TownHall;

/// <summary>« Reprise » — one act that undoes a payment, or gives back what the bank finally paid: its reason, what it will do, then its confirmation.</summary>
internal sealed class UndoModel(Database database, UndoDesk desk) : MemberPage
{
    private UndoFile _file = null!;

    public UndoAct Act { get; private set; }
    public Payment Payment { get; private set; } = null!;
    public string FamilyName { get; private set; } = "";

    /// <summary>The reversal the bank finally paid; null for an act that undoes.</summary>
    public Receipt? Document { get; private set; }
    public IReadOnlyList<SoldLine> Lines => Whole && Act is not UndoAct.WinBack ? _file.Received : _file.Lines;

    /// <summary>The refund the provider never answered: asked again as it was, and nothing else is.</summary>
    public RefundRequest? Unfinished => Act is UndoAct.ProviderRefund ? _file.Unfinished : null;

    /// <summary>What left, for tickets nobody named yet.</summary>
    public TakenBack? Told => Act is UndoAct.Told ? _file.Told : null;

    /// <summary>The bank takes all or nothing; a refund may be in part.</summary>
    public bool Whole => Act is not (UndoAct.ProviderRefund or UndoAct.TerminalRefund or UndoAct.CommuneRefund or UndoAct.Told);
    public string Reason { get; private set; } = "";
    public Guid Key { get; private set; } = Guid.NewGuid();
    public UndoPreview? Preview { get; private set; }
    public IReadOnlyDictionary<long, int> Quantities { get; private set; } = new Dictionary<long, int>();
    /// <summary>What the lines are, as its label's name says: « Tickets », « Invoices » or « Both ».</summary>
    public string Kinds => Lines.All(l => l.InvoiceId is null) ? "Tickets" : Lines.All(l => l.InvoiceId is not null) ? "Invoices" : "Both";

    public string Typed(SoldLine line) => Request.HasFormContentType ? Request.Form[FieldOf(line)].ToString() : Told is not null ? "0" : line.StillSold.ToString(CultureInfo.InvariantCulture);

    public async Task<IActionResult> OnGetAsync(Guid id, string? acte, Guid? document, CancellationToken stop) => await LoadAsync(id, acte, document, stop) ?? Page();

    public async Task<IActionResult> OnPostVerifierAsync(Guid id, [FromForm] string? acte, [FromForm] Guid? document, [FromForm] string? raison, CancellationToken stop)
    {
        if (await LoadAsync(id, acte, document, stop) is { } no)
            return no;
        if (Unfinished is not null)
            return Page();
        Reason = raison?.Trim() ?? "";
        Quantities = Read();
        if (Reason.Length == 0)
            ModelState.AddModelError("raison", new ReasonMissing().Sentence);
        if (!ModelState.IsValid)
            return Unprocessable();
        try
        {
            Preview = Document is { } won
                ? await desk.PreviewWinBackAsync(Visitor.Structure, won, stop)
                : await desk.PreviewAsync(Visitor.Structure, Payment.Id, Act, Quantities, stop);
            return Page();
        }
        catch (Refusal refusal)
        {
            ModelState.AddModelError("", refusal.Sentence);
            return Unprocessable();
        }
    }

    public async Task<IActionResult> OnPostValiderAsync(
        Guid id, [FromForm] string? acte, [FromForm] Guid? document, [FromForm] string? raison, [FromForm] Guid cle, CancellationToken stop)
    {
        if (!Visitor.Role.RunsTheRegie())
            return StatusCode(StatusCodes.Status403Forbidden);
        if (!Enum.TryParse<UndoAct>(acte, out var act) || (act is not UndoAct.WinBack && cle == Guid.Empty))
            return BadRequest();
        Reason = raison ?? "";
        try
        {
            if (act is not UndoAct.WinBack)
            {
                var made = await desk.DoAsync(Visitor.Structure, new PaymentId(id), act, Hidden(), raison, cle, stop);
                return Response.SeeOther($"/mairie/reglements/{id}?fait={made.FullNumber}");
            }
            if (await LoadAsync(id, acte, document, stop) is { } no)
                return no;
            await desk.WinBackAsync(Visitor.Structure, Document!, raison, stop);
            return Response.SeeOther($"/mairie/reglements/{id}?fait=oui");
        }
        catch (RefundWithoutTickets)
        {
            return Response.SeeOther($"/mairie/reglements/{id}?rendu=oui");
        }
        catch (Refusal refusal)
        {
            if (await LoadAsync(id, acte, document, stop) is { } no)
                return no;
            ModelState.AddModelError("", refusal.Sentence);
            return Unprocessable();
        }
    }

    /// <summary>Null when the act may be done about this payment by this person.</summary>
    private async Task<IActionResult?> LoadAsync(Guid id, string? acte, Guid? document, CancellationToken stop)
    {
        if (!Visitor.Role.RunsTheRegie())
            return StatusCode(StatusCodes.Status403Forbidden);
        var payment = new PaymentId(id);
        await using (var work = await database.BeginAsync(Visitor.Structure, stop))
        {
            if (await work.Read<Payment>().SingleOrDefaultAsync(p => p.Id == payment, stop) is not { } found || !Enum.TryParse<UndoAct>(acte, out var act))
                return NotFound();
            (Payment, Act) = (found, act);
            FamilyName = await work.Read<Family>().Where(f => f.Id == found.FamilyId).Select(f => f.Name).SingleAsync(stop);
        }
        _file = await desk.OpenAsync(Visitor.Structure, payment, stop);
        Document = Act is UndoAct.WinBack ? _file.ToWinBack.FirstOrDefault(r => r.Id.Value == document) : null;
        // Done already, by this click's twin or a colleague: the payment says so.
        return (Act is UndoAct.WinBack ? Document is not null : _file.Acts.Contains(Act)) ? null : Response.SeeOther($"/mairie/reglements/{id}");
    }

    private Dictionary<long, int> Read()
    {
        var quantities = new Dictionary<long, int>();
        foreach (var line in Document is null ? Lines : [])
        {
            var typed = Request.Form[FieldOf(line)].ToString();
            // An invoice is a box to tick: one, or nothing sent.
            var (quantity, wrong) = Whole ? (line.StillSold, null) : QuantityField.Read(line.InvoiceId is not null && typed.Length == 0 ? "0" : typed);
            if (wrong is not null)
                ModelState.AddModelError(FieldOf(line), wrong);
            quantities[line.TransferId] = quantity ?? 0;
        }
        return quantities;
    }

    /// <summary>What the preview showed, and nothing else.</summary>
    private Dictionary<long, int> Hidden() => Request.Form
        .Where(f => f.Key.Length > 1 && f.Key[0] == 'q' && long.TryParse(f.Key.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out _))
        .ToDictionary(
            f => long.Parse(f.Key.AsSpan(1), CultureInfo.InvariantCulture),
            f => int.TryParse(f.Value.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var quantity) ? quantity : 0);

    private static string FieldOf(SoldLine line) => FormattableString.Invariant($"q{line.TransferId}");
}
