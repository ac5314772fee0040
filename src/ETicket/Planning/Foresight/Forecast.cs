namespace ETicket.Planning.Foresight;

/// <summary>A Paris day and the tickets it will use: planned by ticks and abonnements, and expected of a family that ticks week by week.</summary>
public sealed record ForecastDay(DateOnly Day, int Planned, int Expected);

/// <summary>The first day a booklet will not cover, habits counted, and how many days of use it covers before.</summary>
public sealed record RunningOut(DateOnly On, int DaysLeft);

/// <summary>
/// « Prévision » — how far the tickets of a booklet go, one ticket per child and planned day, in order of day. Tickets are those of the wallet, negative when it owes some; the days
/// are those of <see cref="Forecasts.OfAsync"/>. Two children of one booklet share it: a day is covered when it is for all of them.
/// </summary>
public sealed record Forecast(long WalletId, int Tickets, IReadOnlyList<ForecastDay> Days)
{
    /// <summary>The last transfer of the wallet that is counted in <see cref="Tickets"/>, 0 for none.</summary>
    public long LastTransferId { get; init; }

    /// <summary>The first planned day that lacks a ticket; null where every planned day has its own.</summary>
    public DateOnly? FirstUncovered => Uncovered(d => d.Planned)?.Day;

    /// <summary>The last planned day whose tickets are there, before any that lacks one; null where there is none.</summary>
    public DateOnly? CoveredUntil
    {
        get
        {
            var first = FirstUncovered;
            return Days.LastOrDefault(d => d.Planned > 0 && (first is null || d.Day < first))?.Day;
        }
    }

    /// <summary>What planned days up to a Paris day will use that is not there, in tickets.</summary>
    public int MissingUntil(DateOnly day) => Math.Max(0, Days.Where(d => d.Day <= day).Sum(d => d.Planned) - Tickets);

    /// <summary>When the booklet runs out if the family goes on as it does; null where it does not, as far as the days go.</summary>
    public RunningOut? RunsOut => Uncovered(Both) is { } first ? new(first.Day, Days.Count(d => d.Day < first.Day)) : null;

    /// <summary>The tickets to buy to go on as usual up to a Paris day: what is owed, planned and expected, less what is there.</summary>
    public int ToBuyUntil(DateOnly day) => Math.Max(0, Days.Where(d => d.Day <= day).Sum(Both) - Tickets);

    private static int Both(ForecastDay day) => day.Planned + day.Expected;

    private ForecastDay? Uncovered(Func<ForecastDay, int> uses)
    {
        var left = Tickets;
        return Days.FirstOrDefault(d => uses(d) is var used and > 0 && (left -= used) < 0);
    }
}
