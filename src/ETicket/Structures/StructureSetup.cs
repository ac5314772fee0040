using ETicket.Kernel;
using ETicket.Persistence;

namespace ETicket.Structures;

/// <summary>What a régie collects: a product, its budget account, and the means its act allows.</summary>
public sealed record NewService(ServiceId Id, string Code, string Label, string BudgetAccount, IReadOnlyList<PaymentMeans> Means, string Decision);

/// <summary>« Création d'une structure » — the commune or association, its sites, its régies.</summary>
public sealed class StructureSetup(Database database)
{
    /// <summary>« Ouvrir une structure » — with its sites, all or nothing. A structure that exists already is a bug of the caller, never changed.</summary>
    public async Task OpenAsync(Structure structure, IReadOnlyList<Site> sites, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure.Id, stop);
        work.Db.Add(structure);
        work.Db.AddRange(sites);
        await work.CommitAsync(stop);
    }

    /// <summary>Opens a régie with its products; each means cites the decision that allows it.</summary>
    public async Task OpenRegieAsync(Regie regie, IReadOnlyList<NewService> services, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(regie.StructureId, stop);
        work.Db.Add(regie);
        foreach (var service in services)
        {
            work.Db.Add(new RegieService
            {
                StructureId = regie.StructureId,
                Id = service.Id,
                RegieId = regie.Id,
                Code = service.Code,
                Label = service.Label,
                BudgetAccount = service.BudgetAccount,
            });
            work.Db.AddRange(service.Means.Select(means => new AllowedMeans
            {
                StructureId = regie.StructureId,
                ServiceId = service.Id,
                Means = means,
                StartsOn = regie.ActOn,
                Decision = service.Decision,
            }));
        }
        await work.CommitAsync(stop);
    }
}
