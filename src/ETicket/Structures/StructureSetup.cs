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

    /// <summary>« Ouvrir sa porte » to new families, or close it; with the code they may find it by, written in capitals, where it has one.</summary>
    public async Task OpenRegistrationAsync(StructureId structure, bool open, string? code, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        await using var command = work.Command("update structure set opens_registration = $2, registration_code = nullif(upper(trim($3)), '') where id = $1", structure.Value, open, code ?? "");
        await command.ExecuteNonQueryAsync(stop);
        await work.CommitAsync(stop);
    }

    /// <summary>« Demander une adresse électronique » to families before their pages open, or no longer; asked again, nothing changes.</summary>
    public async Task AskForEmailAsync(StructureId structure, bool needed, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        await using var command = work.Command("update structure set access_needs_email = $2 where id = $1 and access_needs_email <> $2", structure.Value, needed);
        await command.ExecuteNonQueryAsync(stop);
        await work.CommitAsync(stop);
    }

    /// <summary>« Publier un texte » — a version to be accepted from a day on; none is ever changed.</summary>
    public async Task<Guid> PublishAsync(StructureId structure, TextKind kind, int version, string body, DateOnly from, CancellationToken stop)
    {
        var text = new StructureText { StructureId = structure, Id = Guid.CreateVersion7(), Kind = kind, Version = version, Body = body, StartsOn = from };
        await using var work = await database.BeginAsync(structure, stop);
        work.Db.Add(text);
        await work.CommitAsync(stop);
        return text.Id;
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
