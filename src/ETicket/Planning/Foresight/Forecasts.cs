using ETicket.Persistence;

namespace ETicket.Planning.Foresight;

/// <summary>« Prévisions » — what booklets will be used for, in one question whatever their number.</summary>
public static class Forecasts
{
    /// <summary>No family has more booklets: so many are asked with the plan that is kept.</summary>
    private const int Few = 32;

    /// <summary>
    /// « Prévoir » — the forecasts of some wallets up to a Paris day, in the order of their numbers. Counts days ticked and not closed yet, today's too, and the days of abonnements
    /// beyond them that can still be ticked; a day eaten or unticked counts no more; of a child of two homes, the home that ticked, else the abonnement set first. Reads one moment of
    /// the books, writes nothing. Wallets of another structure have no forecast.
    /// </summary>
    public static async Task<IReadOnlyList<Forecast>> OfAsync(Work work, IReadOnlyList<long> wallets, DateOnly until, CancellationToken stop)
    {
        await using var command = work.Command(
            $"select wallet_id, tickets, last_transfer_id, days, planned, expected from planning_forecast{(wallets.Count <= Few ? "_of_few" : "")}($1, $2, $3)", work.Structure.Value, wallets.ToArray(), until);
        command.CommandTimeout = 300;
        var forecasts = new List<Forecast>(wallets.Count);
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
        {
            var (planned, expected) = (reader.GetFieldValue<int[]>(4), reader.GetFieldValue<int[]>(5));
            forecasts.Add(new Forecast(
                reader.GetInt64(0), reader.GetInt32(1), [.. reader.GetFieldValue<DateOnly[]>(3).Select((day, i) => new ForecastDay(day, planned[i], expected[i]))])
            { LastTransferId = reader.GetInt64(2) });
        }
        return forecasts;
    }
}
