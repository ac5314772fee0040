using ETicket.Families;
using ETicket.Kernel;
using ETicket.Ledger;
using ETicket.Mail.Documents;
using ETicket.Mail.Documents.Papers;
using ETicket.Payments;
using ETicket.Persistence;
using ETicket.Structures;
using ETicket.Wallets.Papers;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Treasury.Papers;

/// <summary>« Attestation annuelle en PDF » — what a family paid in a year, and what its children used.</summary>
internal sealed class YearlyCertificates(Database database, DocumentDesk desk, PortalAddress portal)
{
    /// <summary>Until today while the year runs. Null when nothing was paid nor used in it.</summary>
    public async Task<RenderedDocument?> PrintAsync(StructureId structure, FamilyId family, int year, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        var today = ParisTime.DayOf(await work.NowAsync(stop));
        if (year < 2000 || year > today.Year)
            return null;
        var (first, last) = (new DateOnly(year, 1, 1), new DateOnly(year, 12, 31));
        var until = last < today ? last : today;
        var uses = await UsesAsync(work, family, first, until, stop);
        var payments = await PaymentsAsync(work, family, year, stop);
        if (uses.Count == 0 && payments.Count == 0)
            return null;
        var file = await work.Read<Family>().SingleAsync(f => f.Id == family, stop);
        var paper = new YearlyCertificate
        {
            PortalAddress = portal.Written,
            FamilyName = file.Name,
            FamilyNumber = file.Number,
            DrawnUpAt = await work.Read<Structure>().Select(s => s.Town).SingleAsync(stop),
            DrawnUpOn = today,
            Year = year,
            Until = until,
            IsPartial = until < last,
            Payments = payments,
            PaidCents = payments.Sum(p => p.Cents),
            Uses = uses,
            UsedCents = uses.Sum(u => u.Cents),
        };
        var printed = await desk.IssueAsync(work, paper, null, stop);
        await work.CommitAsync(stop);
        return printed;
    }

    /// <summary>
    /// The number of a receipt bears the year it counts for. What a reversal took is back with the document that lifts it; where it was lifted before that had a document, its own number stands
    /// a second time on the day it was, as in the journal: nothing is called unpaid that was paid.
    /// </summary>
    private static async Task<IReadOnlyList<YearlyPayment>> PaymentsAsync(Work work, FamilyId family, int year, CancellationToken stop)
    {
        var receipts = await work.Read<Receipt>().Where(r => r.FamilyId == family && r.Year == year).OrderBy(r => r.IssuedAt).ThenBy(r => r.EntryId).ToListAsync(stop);
        var (first, last) = (new DateOnly(year, 1, 1), new DateOnly(year, 12, 31));
        var lifted = await (from e in work.Read<Entry>()
                            join r in work.Read<Receipt>() on e.CorrectsId equals r.EntryId
                            where e.Kind == EntryKind.ReversalUndone && r.FamilyId == family && e.EffectiveOn >= first && e.EffectiveOn <= last
                                && !work.Db.Set<Receipt>().Any(l => l.EntryId == e.Id)
                            select new { Document = r, e.RecordedAt }).ToListAsync(stop);
        return
        [
            .. receipts.Select(r => (At: r.IssuedAt, Document: r, r.Total)).Concat(lifted.Select(l => (At: l.RecordedAt, l.Document, Total: -l.Document.Total))).OrderBy(p => p.At)
                .Select(p => new YearlyPayment(p.Document.FullNumber, ParisTime.DayOf(p.At), p.Document.Means.Code(), p.Document.PaidBy, p.Total.Cents)),
        ];
    }

    private static async Task<IReadOnlyList<YearlyUse>> UsesAsync(Work work, FamilyId family, DateOnly from, DateOnly to, CancellationToken stop)
    {
        var moves = await FamilyMove.OfAsync(work, family, from, to, stop);
        return
        [
            .. moves.Where(m => m is { IsUse: true, Child: not null })
                .GroupBy(m => (m.Child, m.ChildName, m.Activity))
                .Select(g => new YearlyUse(g.Key.ChildName!, g.Key.Activity, -g.Sum(m => m.Tickets), -g.Sum(m => m.Cents)))
                .Where(u => u.Tickets != 0 || u.Cents != 0)
                .OrderBy(u => u.Child, StringComparer.Ordinal).ThenBy(u => u.Activity, StringComparer.Ordinal),
        ];
    }
}
