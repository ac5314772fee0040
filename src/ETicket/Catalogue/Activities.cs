using ETicket.Kernel;
using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Catalogue;

/// <summary>A ticket type with its prices by date, each citing the deliberation that voted it.</summary>
public sealed record NewTicketType(TicketTypeId Id, string Code, string Label, IReadOnlyList<VotedPrice> Prices);

public sealed record VotedPrice(DateOnly StartsOn, Money UnitPrice, string Deliberation);

/// <summary>« Activités » — what is offered, under which tickets, at which prices, on which days.</summary>
public sealed class Activities(Database database)
{
    /// <summary>« Ouvrir une activité » — with its ticket types, their voted prices and its days of service, all or nothing. Nobody is enrolled yet, and no day is open to ticks.</summary>
    public async Task OpenAsync(Activity activity, IReadOnlyList<NewTicketType> types, IReadOnlyList<Opening> openings, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(activity.StructureId, stop);
        work.Db.Add(activity);
        foreach (var type in types)
        {
            work.Db.Add(new TicketType { StructureId = activity.StructureId, Id = type.Id, ActivityId = activity.Id, Code = type.Code, Label = type.Label });
            work.Db.AddRange(type.Prices.Select(price => new Tariff
            {
                StructureId = activity.StructureId,
                TicketTypeId = type.Id,
                StartsOn = price.StartsOn,
                UnitPrice = price.UnitPrice,
                Deliberation = price.Deliberation,
            }));
        }
        work.Db.AddRange(openings);
        await work.CommitAsync(stop);
    }

    /// <summary>The price of each type on a day, as voted; refuses a type no tariff covers with <see cref="NoTariff"/>.</summary>
    public static async Task<IReadOnlyDictionary<TicketTypeId, Money>> PricesAsync(Work work, IReadOnlyCollection<TicketTypeId> types, DateOnly day, CancellationToken stop)
    {
        var tariffs = await work.Read<Tariff>().Where(t => types.Contains(t.TicketTypeId) && t.StartsOn <= day).ToListAsync(stop);
        var prices = tariffs.GroupBy(t => t.TicketTypeId).ToDictionary(g => g.Key, g => g.MaxBy(t => t.StartsOn)!.UnitPrice);
        foreach (var type in types)
        {
            if (!prices.ContainsKey(type))
                throw new NoTariff(day);
        }
        return prices;
    }
}
