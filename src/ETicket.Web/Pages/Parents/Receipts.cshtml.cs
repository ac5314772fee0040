using ETicket.Kernel;
using ETicket.Ledger;
using ETicket.Payments;
using ETicket.Payments.Invoicing;
using ETicket.Persistence;
using ETicket.Structures;
using ETicket.Wallets;
using ETicket.Wallets.Baskets;
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
    public IReadOnlyList<(Receipt Receipt, string Designation, Entry? Lifted)> Receipts { get; private set; } = [];

    /// <summary>Those who take money in their own name, without an act.</summary>
    public IReadOnlySet<RegieId> Associations { get; private set; } = new HashSet<RegieId>();

    public async Task OnGetAsync(CancellationToken stop)
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

        Associations = (await work.Read<Regie>().ToListAsync(stop)).Where(r => r.Act is null).Select(r => r.Id).ToHashSet();
        var receipts = await work.Read<Receipt>().Where(r => r.FamilyId == family && r.Year == Annee).OrderByDescending(r => r.IssuedAt).ThenByDescending(r => r.Number).ToListAsync(stop);
        var ids = receipts.Select(r => r.Id).ToList();
        var lines = (await work.Read<ReceiptLine>().Where(l => ids.Contains(l.ReceiptId)).OrderBy(l => l.Line).ToListAsync(stop)).ToLookup(l => l.ReceiptId);
        var lifted = await UndoneBy.LiftedAsync(work, receipts.Where(r => r.Kind is not ReceiptKind.Sale), stop);
        Receipts = [.. receipts.Select(r => (r, string.Join(", ", lines[r.Id].Select(l => $"{l.Quantity.ToString(French.Culture)}\u00A0×\u00A0{l.Designation}")), lifted.GetValueOrDefault(r.EntryId)))];
    }
}
