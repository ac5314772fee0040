using System.ComponentModel.DataAnnotations;
using System.Globalization;
using ETicket.Access;
using ETicket.Families;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Providers;
using ETicket.Persistence;
using ETicket.Structures;
using ETicket.Treasury.Refunds;
using ETicket.Treasury.Undo;
using ETicket.Wallets;
using ETicket.Web.Display.Days;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Web.Pages.TownHall;

/// <summary>« Reprise, telle qu’elle se montre » — what the page of one act carries, and what it shows of the payment as it stands.</summary>
internal abstract class UndoPage(Database database, UndoDesk desk) : MemberPage
{
    private UndoFile _file = null!;

    protected UndoDesk Desk { get; } = desk;

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

    /// <summary>How many acts had undone the payment when the preview was shown; null where none was.</summary>
    [BindProperty]
    public int? Vus { get; set; }

    /// <summary>The day the bank gives for a rejected debit, as it was typed.</summary>
    [BindProperty]
    public string? Rejet { get; set; }

    protected DateOnly? BankOn => DayText.Read(Rejet);

    [BindProperty]
    public Guid Cle { get; set; } = Guid.NewGuid();

    public UndoAct Act { get; private set; }
    public Payment Payment { get; private set; } = null!;
    public string FamilyName { get; private set; } = "";

    /// <summary>It was taken by an association in its own name, which has no act and refunds by itself.</summary>
    public bool ByAssociation { get; private set; }

    /// <summary>The reversal the bank finally paid, the refund that never arrived, or what was noted by mistake; null for an act that undoes.</summary>
    public Receipt? Document { get; private set; }

    /// <summary>By now it may not be done about this payment any more: a refusal is then shown alone.</summary>
    public bool IsOver => Act switch { UndoAct.WinBack or UndoAct.NotPaid or UndoAct.Mistaken => Document is null, UndoAct.Told => Told is null, UndoAct.Left => Left is null, _ => false } || !_file.Acts.Contains(Act);
    public IReadOnlyList<SoldLine> Lines => Act.TakesAll() ? _file.Received : Act is UndoAct.CommuneRefund ? [.. _file.Lines.Where(l => l.InvoiceId is null || _file.PaidTwice.Contains(l))] : _file.Lines;

    /// <summary>What the confirmation sends back as <see cref="Vus"/>.</summary>
    public int Seen => _file.Seen;

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

    /// <summary>See <see cref="UndoActs.IsWhole"/>.</summary>
    public bool Whole => Act.IsWhole(Payment.Means);

    /// <summary>What stands in a line's field: what was typed, else all that is left, or what of it was paid twice; of a sum that left already nothing is presumed.</summary>
    public string Typed(SoldLine line) =>
        Request.HasFormContentType ? Request.Form[UndoForm.FieldOf(line)].ToString()
        : Told is not null || Waiting is not null || (!Whole && _file.OwesOnlyInvoices && !_file.PaidTwice.Contains(line)) ? "0" : line.StillSold.ToString(CultureInfo.InvariantCulture);

    /// <summary>Null when this person may look at such an act of this payment.</summary>
    protected async Task<IActionResult?> ReadAsync(Guid id, Guid? document, CancellationToken stop)
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
            ByAssociation = (await work.Read<Regie>().SingleAsync(r => r.Id == found.RegieId, stop)).Act is null;
        }
        _file = await Desk.OpenAsync(Visitor.Structure, payment, stop);
        Document = (Act switch { UndoAct.WinBack => _file.ToWinBack, UndoAct.NotPaid => _file.MayNotHaveArrived, UndoAct.Mistaken => _file.Mistakes, _ => (IReadOnlyList<Receipt>)[] }).FirstOrDefault(r => r.Id.Value == document);
        return null;
    }
}
