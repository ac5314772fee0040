using ETicket.Access;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Providers;
using ETicket.Persistence;
using ETicket.Treasury;
using ETicket.Treasury.Undo;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Mvc;

namespace ETicket.Web.Pages.TownHall;

/// <summary>« Reprise » — one act that undoes a payment, or gives back what the bank finally paid: its reason, what it will do, then its confirmation.</summary>
internal sealed class UndoModel(Database database, UndoDesk desk) : UndoPage(database, desk)
{
    public UndoPreview? Preview { get; private set; }
    public IReadOnlyDictionary<long, int> Quantities { get; private set; } = new Dictionary<long, int>();

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
                ? await Desk.PreviewWinBackAsync(Visitor.Structure, won, stop)
                : await Desk.PreviewAsync(Visitor.Structure, Payment.Id, Act, Quantities, stop, Numero, BankOn);
            return Page();
        }
        catch (Refusal refusal) when (refusal is BankDayMissing or BankDayImpossible)
        {
            ModelState.AddModelError("rejet", refusal.Sentence);
            return Unprocessable();
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
                var left = await Desk.LeaveAsync(Visitor.Structure, new PaymentId(id), Demande, Numero, Visitor.DisplayName, Cle, stop);
                return Response.SeeOther($"/mairie/reglements/{id}?fait={left.FullNumber}");
            }
            if (!act.Lifts())
            {
                var made = await Desk.DoAsync(Visitor.Structure, new(new(Visitor.Login), Visitor.DisplayName), new PaymentId(id), act, UndoForm.Shown(Request.Form), Raison, Cle, stop, Numero, Vus, BankOn);
                return Response.SeeOther($"/mairie/reglements/{id}?fait={made.FullNumber}");
            }
            if (await LoadAsync(id, document, stop) is { } no)
                return no;
            await (act switch
            {
                UndoAct.NotPaid => Desk.NotPaidAsync(Visitor.Structure, Document!, Raison, Visitor.DisplayName, Cle, stop),
                UndoAct.Mistaken => Desk.MistakenAsync(Visitor.Structure, Document!, Raison, Visitor.DisplayName, Cle, stop),
                _ => Desk.WinBackAsync(Visitor.Structure, Document!, Raison, Visitor.DisplayName, stop),
            });
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
            Preview = await Desk.PreviewLeftAsync(Visitor.Structure, Payment.Id, left.Key, Numero, stop);
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
}
