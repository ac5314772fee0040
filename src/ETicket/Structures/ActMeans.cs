using ETicket.Kernel;
using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Structures;

/// <summary>« Moyens de l’acte » — a later decision allows one means more for a product of a régie, or withdraws one: what was sold meanwhile stays sold.</summary>
public sealed class ActMeans(Database database)
{
    /// <summary>
    /// « Autoriser » — from that Paris day on. Refuses a blank decision (<see cref="DecisionMissing"/>), a product that does not exist (<see cref="ProductUnknown"/>), and a means the act allows
    /// then already (<see cref="MeansAllowedAlready"/>).
    /// </summary>
    public async Task AllowAsync(StructureId structure, ServiceId service, PaymentMeans means, DateOnly from, string? decision, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        var product = await ProductAsync(work, service, stop);
        var cited = Cited(decision);
        if (await work.Read<AllowedMeans>().AnyAsync(m => m.ServiceId == service && m.Means == means && (m.EndsOn == null || m.EndsOn > from), stop))
            throw new MeansAllowedAlready(means.InWords(), product);
        work.Db.Add(new AllowedMeans { StructureId = structure, ServiceId = service, Means = means, StartsOn = from, Decision = cited });
        await work.CommitAsync(stop);
    }

    /// <summary>
    /// « Retirer » — from that Paris day on the means is refused; a payment begun before is still credited when its money comes. Refuses a blank decision (<see cref="DecisionMissing"/>), a product
    /// that does not exist (<see cref="ProductUnknown"/>), a means the act does not allow, or no more (<see cref="MeansNotInAct"/>), and a day before it was allowed (<see cref="EndsBeforeItStarts"/>).
    /// </summary>
    public async Task WithdrawAsync(StructureId structure, ServiceId service, PaymentMeans means, DateOnly from, string? decision, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        var product = await ProductAsync(work, service, stop);
        var cited = Cited(decision);
        var start = await work.Read<AllowedMeans>().Where(m => m.ServiceId == service && m.Means == means && m.EndsOn == null).Select(m => (DateOnly?)m.StartsOn).SingleOrDefaultAsync(stop);
        if (from < start)
            throw new EndsBeforeItStarts(start.Value);
        await using var command = work.Command(
            "update allowed_means set ends_on = $4, ending_decision = $5 where structure_id = $1 and service_id = $2 and means = $3 and ends_on is null",
            structure.Value, service.Value, means.Code(), from, cited);
        // Of two decisions the second finds nothing left to end.
        if (await command.ExecuteNonQueryAsync(stop) == 0)
            throw new MeansNotInAct(means.InWords(), product);
        await work.CommitAsync(stop);
    }

    private static async Task<string> ProductAsync(Work work, ServiceId service, CancellationToken stop) =>
        await work.Read<RegieService>().Where(s => s.Id == service).Select(s => s.Label).SingleOrDefaultAsync(stop) ?? throw new ProductUnknown();

    private static string Cited(string? decision) => string.IsNullOrWhiteSpace(decision) ? throw new DecisionMissing() : decision.Trim();
}
