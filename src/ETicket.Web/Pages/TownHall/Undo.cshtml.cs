using System.ComponentModel.DataAnnotations;
using System.Globalization;
using ETicket.Access;
using ETicket.Families;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Providers;
using ETicket.Persistence;
using ETicket.Treasury;
using ETicket.Treasury.Refunds;
using ETicket.Wallets;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Web.Pages.TownHall;

/// <summary>« Reprise » — one act that undoes a payment, or gives back what the bank finally paid: its reason, what it will do, then its confirmation.</summary>
internal sealed class UndoModel(Database database, UndoDesk desk) : MemberPage
{
    private UndoFile _file = null!;

    [BindProperty(SupportsGet = true)]
    public string? Acte { get; set; }

    /// <summary>What the page showed: the number of the sum that left, or the commune's documents noted again; blank for none, which is not the same as nothing sent.</summary>
    [BindProperty(SupportsGet = true), DisplayFormat(ConvertEmptyStringToNull = false)]
    public string? Numero { get; set; }

    /// <summary>The key of the refund that was asked for and may have left (<see cref="UndoAct.Left"/>).</summary>
    [BindProperty(SupportsGet = true)]
    public Guid Demande { get; set; }

    [BindProperty]
    public string? Raison { get; set; }

    [BindProperty]
    public Guid Cle { get; set; } = Guid.NewGuid();

    public UndoAct Act { get; private set; }
    public Payment Payment { get; private set; } = null!;
    public string FamilyName { get; private set; } = "";

    /// <summary>The reversal the bank finally paid; null for an act that undoes.</summary>
    public Receipt? Document { get; private set; }

    /// <summary>By now it may not be done about this payment any more: a refusal is then shown alone.</summary>
    public bool IsOver => Act switch { UndoAct.WinBack => Document is null, UndoAct.Told => Told is null, UndoAct.Left => Left is null, _ => false } || !_file.Acts.Contains(Act);
    public IReadOnlyList<SoldLine> Lines => Whole && Act is not UndoAct.WinBack ? _file.Received : _file.Lines;

    /// <summary>The refund the provider never answered: asked again as it was, and nothing else is.</summary>
    public RefundRequest? Unfinished => Act is UndoAct.ProviderRefund ? _file.Unfinished : null;

    /// <summary>Money may have left of which nobody knows: « nothing changed » is not said over it.</summary>
    public bool IsUnanswered => _file.Unfinished is not null;

    /// <summary>What left, for tickets nobody named yet: the one of that number, or the first.</summary>
    public TakenBack? Told => Act is UndoAct.Told ? _file.Told.FirstOrDefault(t => string.IsNullOrEmpty(Numero) || t.Key == Numero) : null;

    /// <summary>The refund without an answer, or given up, that a person found on the provider's statement.</summary>
    public RefundRequest? Left => Act is UndoAct.Left ? _file.MayHaveLeft.FirstOrDefault(r => r.Key == Demande) : null;

    /// <summary>Whether its tickets left another way since: a discrepancy will then ask for which.</summary>
    public bool LeftOtherwise => Left is { MadeAs: null } left && left.Quantities.Any(q => Lines.FirstOrDefault(l => l.TransferId == q.Key) is not { } line || line.StillSold < q.Value);

    /// <summary>What the commune had paid out, and is noted again first.</summary>
    public NotedAgain? Waiting => Act is UndoAct.CommuneRefund ? _file.Waiting : null;

    /// <summary>The bank takes all or nothing; a refund may be in part.</summary>
    public bool Whole => Act is not (UndoAct.ProviderRefund or UndoAct.TerminalRefund or UndoAct.CommuneRefund or UndoAct.Told or UndoAct.Left);
    public UndoPreview? Preview { get; private set; }
    public IReadOnlyDictionary<long, int> Quantities { get; private set; } = new Dictionary<long, int>();

    /// <summary>What stands in a line's field: what was typed, else all that is left; of a sum that left already nothing is presumed.</summary>
    public string Typed(SoldLine line) =>
        Request.HasFormContentType ? Request.Form[UndoForm.FieldOf(line)].ToString() : Told is not null || Waiting is not null ? "0" : line.StillSold.ToString(CultureInfo.InvariantCulture);

    public async Task<IActionResult> OnGetAsync(Guid id, Guid? document, CancellationToken stop) => await LoadAsync(id, document, stop) ?? Page();

    public async Task<IActionResult> OnPostVerifierAsync(Guid id, Guid? document, CancellationToken stop)
    {
        if (await LoadAsync(id, document, stop) is { } no)
            return no;
        if (Unfinished is not null)
            return Page();
        if (Left is { } left)
            return await PreviewLeftAsync(left, stop);
        Raison = Raison?.Trim() ?? "";
        Quantities = UndoForm.Typed(Request.Form, Document is null ? Lines : [], Whole, ModelState);
        if (Raison.Length == 0)
            ModelState.AddModelError("raison", new ReasonMissing().Sentence);
        if (!ModelState.IsValid)
            return Unprocessable();
        try
        {
            Preview = Document is { } won
                ? await desk.PreviewWinBackAsync(Visitor.Structure, won, stop)
                : await desk.PreviewAsync(Visitor.Structure, Payment.Id, Act, Quantities, stop, Numero);
            return Page();
        }
        catch (Refusal refusal)
        {
            return Unprocessable(refusal);
        }
    }

    public async Task<IActionResult> OnPostValiderAsync(Guid id, Guid? document, CancellationToken stop)
    {
        if (!Visitor.Role.RunsTheRegie())
            return StatusCode(StatusCodes.Status403Forbidden);
        if (!Enum.TryParse<UndoAct>(Acte, out var act) || (act is not UndoAct.WinBack && Cle == Guid.Empty))
            return BadRequest();
        try
        {
            if (act is UndoAct.Left)
            {
                var left = await desk.LeaveAsync(Visitor.Structure, new PaymentId(id), Demande, Numero, Visitor.DisplayName, Cle, stop);
                return Response.SeeOther($"/mairie/reglements/{id}?fait={left.FullNumber}");
            }
            if (act is not UndoAct.WinBack)
            {
                var made = await desk.DoAsync(Visitor.Structure, new PaymentId(id), act, UndoForm.Shown(Request.Form), Raison, Cle, stop, Numero);
                return Response.SeeOther($"/mairie/reglements/{id}?fait={made.FullNumber}");
            }
            if (await LoadAsync(id, document, stop) is { } no)
                return no;
            await desk.WinBackAsync(Visitor.Structure, Document!, Raison, stop);
            return Response.SeeOther($"/mairie/reglements/{id}?fait=oui");
        }
        catch (RefundWithoutTickets)
        {
            return Response.SeeOther($"/mairie/reglements/{id}?rendu=oui");
        }
        catch (Refusal refusal)
        {
            return await ReadAsync(id, document, stop) ?? Unprocessable(refusal);
        }
    }

    private async Task<IActionResult> PreviewLeftAsync(RefundRequest left, CancellationToken stop)
    {
        try
        {
            Preview = await desk.PreviewLeftAsync(Visitor.Structure, Payment.Id, left.Key, Numero, stop);
            return Page();
        }
        catch (NumberMissing missing)
        {
            ModelState.AddModelError("numero", missing.Sentence);
            return Unprocessable();
        }
        catch (Refusal refusal)
        {
            return Unprocessable(refusal);
        }
    }

    /// <summary>Null when the act may be done about this payment by this person.</summary>
    private async Task<IActionResult?> LoadAsync(Guid id, Guid? document, CancellationToken stop)
    {
        if (await ReadAsync(id, document, stop) is { } no)
            return no;
        if (!IsOver)
            return null;
        // Done already, by this click's twin or a colleague: the payment says so, but not of which sum.
        return Act is UndoAct.Told && !string.IsNullOrEmpty(Numero) ? Unprocessable(new NothingToPlace(Numero)) : Response.SeeOther($"/mairie/reglements/{id}");
    }

    private async Task<IActionResult?> ReadAsync(Guid id, Guid? document, CancellationToken stop)
    {
        if (!Visitor.Role.RunsTheRegie())
            return StatusCode(StatusCodes.Status403Forbidden);
        var payment = new PaymentId(id);
        await using (var work = await database.BeginAsync(Visitor.Structure, stop))
        {
            if (await work.Read<Payment>().SingleOrDefaultAsync(p => p.Id == payment, stop) is not { } found || !Enum.TryParse<UndoAct>(Acte, out var act))
                return NotFound();
            (Payment, Act) = (found, act);
            FamilyName = await work.Read<Family>().Where(f => f.Id == found.FamilyId).Select(f => f.Name).SingleAsync(stop);
        }
        _file = await desk.OpenAsync(Visitor.Structure, payment, stop);
        Document = Act is UndoAct.WinBack ? _file.ToWinBack.FirstOrDefault(r => r.Id.Value == document) : null;
        return null;
    }
}
