using ETicket.Families;
using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Wallets;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Planning;

/// <summary>« Inscriptions » — gives children the right to be booked, and their families the wallets those days will use.</summary>
public sealed class Enrolments(Database database)
{
    /// <summary>Enrols in one transaction; a wallet of the ticket type is opened for each family file the child belongs to.</summary>
    public async Task EnrolAsync(StructureId structure, IReadOnlyList<Enrolment> enrolments, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        work.Db.AddRange(enrolments);
        await work.Db.SaveChangesAsync(stop);

        var children = enrolments.Select(e => e.ChildId).Distinct().ToList();
        var families = await work.Read<FamilyChild>().Where(f => children.Contains(f.ChildId) && f.LeftAt == null).ToListAsync(stop);
        var wallets = from e in enrolments join f in families on e.ChildId equals f.ChildId select (f.FamilyId, e.TicketTypeId);
        await WalletBook.OpenAsync(work, [.. wallets.Distinct()], stop);
        await work.CommitAsync(stop);
    }
}
