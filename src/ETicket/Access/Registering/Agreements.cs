using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Structures;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Access.Registering;

/// <summary>« Accords » — which texts of today a login has still to accept in a structure, and its yes, kept with version and date.</summary>
public sealed class Agreements(Database database, TimeProvider clock)
{
    /// <summary>What is asked of a login: the version of each text that is of today and that it has not accepted.</summary>
    public async Task<IReadOnlyList<StructureText>> OwedAsync(StructureId structure, Guid login, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        return await OwedAsync(work, login, stop);
    }

    /// <summary>The texts of today, whoever reads.</summary>
    public async Task<IReadOnlyList<StructureText>> TodayAsync(StructureId structure, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        return await StructureText.OfAsync(work, clock.Today(), stop);
    }

    /// <summary>Keeps the yes to each of <paramref name="texts"/>; said twice, the first counts. Refuses one that leaves something owed with <see cref="TextsNotAccepted"/>.</summary>
    public async Task AcceptAsync(StructureId structure, Guid login, IReadOnlyCollection<Guid> texts, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        var owed = await OwedAsync(work, login, stop);
        if (owed.Any(t => !texts.Contains(t.Id)))
            throw new TextsNotAccepted();
        foreach (var text in owed)
        {
            await using var accept = work.Command(
                "insert into agreement (structure_id, login_id, text_id, at) values ($1, $2, $3, eticket_now()) on conflict do nothing", structure.Value, login, text.Id);
            await accept.ExecuteNonQueryAsync(stop);
        }
        await work.CommitAsync(stop);
    }

    private async Task<IReadOnlyList<StructureText>> OwedAsync(Work work, Guid login, CancellationToken stop)
    {
        var today = await StructureText.OfAsync(work, clock.Today(), stop);
        var accepted = await work.Read<Agreement>().Where(a => a.LoginId == login).Select(a => a.TextId).ToListAsync(stop);
        return [.. today.Where(t => !accepted.Contains(t.Id))];
    }
}
