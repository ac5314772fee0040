using ETicket.Families;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Invoicing;
using ETicket.Persistence;
using ETicket.Structures;
using ETicket.Treasury.Papers;
using ETicket.Wallets;
using ETicket.Wallets.Baskets;
using ETicket.Wallets.Papers;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Web.Pages.Parents;

/// <summary>« Mes factures » — the booklets, what is being paid, and the receipts of a year.</summary>
internal sealed class ReceiptsModel(Database database, TimeProvider clock) : MemberPage
{
    [BindProperty(SupportsGet = true)]
    public int Annee { get; set; }

    public DateOnly Today { get; } = clock.Today();
    public IReadOnlyList<Booklet> Booklets { get; private set; } = [];
    public IReadOnlyList<Payment> Open { get; private set; } = [];
    public IReadOnlyList<Invoice> Owed { get; private set; } = [];
    public IReadOnlyList<int> Years { get; private set; } = [];
    public IReadOnlyList<CertificateYear> Certified { get; private set; } = [];
    public IReadOnlyList<PaidLine> Receipts { get; private set; } = [];

    /// <summary>What a statement is asked for, as typed where it was refused.</summary>
    public StatementForm Statement { get; private set; } = null!;

    /// <summary>Those who take money in their own name, without an act.</summary>
    public IReadOnlySet<RegieId> Associations { get; private set; } = new HashSet<RegieId>();

    /// <summary>With days, « Télécharger un relevé »: leads to the document, or stays here with the sentence beside the days.</summary>
    public async Task<IActionResult> OnGetAsync(string? du, string? au, string? enfant, CancellationToken stop)
    {
        ModelState.Clear();
        if (du is null && au is null)
        {
            await LoadAsync(stop);
            return Page();
        }
        var asked = new StatementForm(StatementForm.Short(du), StatementForm.Short(au), StatementForm.Short(enfant), []);
        try
        {
            return Response.SeeOther(asked.Address(Today));
        }
        catch (UnreadablePeriod refusal)
        {
            await LoadAsync(stop);
            Statement = asked with { Children = Statement.Children };
            return Unprocessable(refusal, StatementForm.From);
        }
    }

    private async Task LoadAsync(CancellationToken stop)
    {
        var family = Visitor.Family;
        await using var work = await database.BeginAsync(Visitor.Structure, stop);
        Booklets = await Booklet.OfAsync(work, family, Today, stop);
        Owed = await UnpaidInvoices.OfAsync(work, family, stop);
        Open = await work.Read<Payment>()
            .Where(p => p.FamilyId == family && (p.State == PaymentState.Created || p.State == PaymentState.Pending || p.State == PaymentState.Unknown))
            .OrderByDescending(p => p.CreatedAt).Take(20).ToListAsync(stop);
        Years = await work.Read<Receipt>().Where(r => r.FamilyId == family).Select(r => r.Year).Distinct().OrderDescending().ToListAsync(stop);
        if (!Years.Contains(Annee))
            Annee = Years.Count == 0 ? 0 : Years[0];
        Certified = await CertificateYear.OfAsync(work, family, Today, stop);
        var ids = work.Read<FamilyChild>().Where(c => c.FamilyId == family).Select(c => c.ChildId);
        Statement = StatementForm.Usual(Today, await work.Read<Child>().Where(c => ids.Contains(c.Id)).OrderBy(c => c.FirstName).ToListAsync(stop));
        Associations = (await work.Read<Regie>().ToListAsync(stop)).Where(r => r.Act is null).Select(r => r.Id).ToHashSet();
        Receipts = await PaidLine.OfAsync(work, family, Annee, stop);
    }
}
