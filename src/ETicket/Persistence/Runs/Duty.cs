using ETicket.Kernel;

namespace ETicket.Persistence.Runs;

/// <summary>« Travail » — what the program does of itself, and when. Its name is its identity, in the database too.</summary>
public abstract record Duty(string Name)
{
    /// <summary>How long whoever runs it is believed alive without a word; a living one says so four times in that time. What comes often is short, and waits for no dead.</summary>
    public TimeSpan Lease => this is ByNight or AtHour ? TimeSpan.FromMinutes(2) : TimeSpan.FromSeconds(20);

    /// <summary>
    /// « De nuit » — owed once for each Paris day, from <paramref name="At"/> (a Paris hour) of the next one. <paramref name="CatchesUp"/>: each day that was missed is done, in
    /// order; where false only the last one is, since it says all that the missed ones would have said.
    /// </summary>
    public sealed record ByNight(string Name, TimeOnly At, bool CatchesUp) : Duty(Name)
    {
        /// <summary>The first instant (UTC) at which a Paris day is owed.</summary>
        public DateTimeOffset DueAt(DateOnly day) => ParisTime.At(day.AddDays(1), At);

        /// <summary>The last Paris day that is owed at an instant.</summary>
        public DateOnly Until(DateTimeOffset now)
        {
            var yesterday = ParisTime.DayOf(now).AddDays(-1);
            return DueAt(yesterday) <= now ? yesterday : yesterday.AddDays(-1);
        }

        /// <summary>The days owed at an instant, in order, when <paramref name="done"/> is the last one done.</summary>
        public IReadOnlyList<DateOnly> Owed(DateOnly done, DateTimeOffset now)
        {
            var days = Enumerable.Range(1, Math.Max(0, Until(now).DayNumber - done.DayNumber)).Select(done.AddDays).ToArray();
            return CatchesUp ? days : days[^Math.Min(1, days.Length)..];
        }
    }

    /// <summary>
    /// « À son heure » — owed once for each Paris day, on that day itself, from <paramref name="At"/> (a Paris hour) to <see cref="DayHours.Ends"/>: letters that can wait leave no later. A
    /// day whose hours went by is never owed again: what it would have said is true no more.
    /// </summary>
    public sealed record AtHour(string Name, TimeOnly At) : Duty(Name)
    {
        /// <summary>The first instant (UTC) at which a Paris day is owed.</summary>
        public DateTimeOffset DueAt(DateOnly day) => ParisTime.At(day, At);

        /// <summary>Whether the Paris day of an instant is owed at that instant, unless it is done.</summary>
        public bool IsDue(DateTimeOffset now) => ParisTime.DayOf(now) is var day && now >= DueAt(day) && now < ParisTime.At(day, DayHours.Ends);

        /// <summary>The next instant (UTC) at which a Paris day begins to be owed.</summary>
        public DateTimeOffset After(DateTimeOffset now) => ParisTime.DayOf(now) is var day && now < DueAt(day) ? DueAt(day) : DueAt(day.AddDays(1));
    }

    /// <summary>« Sans cesse » — again and again while the program runs, this long from one beginning to the next.</summary>
    public sealed record Often(string Name, TimeSpan Every) : Duty(Name)
    {
        /// <summary>« En journée » — it rings at night too, and nothing runs: there is work only in the hours of <see cref="DayHours"/>.</summary>
        public bool ByDay { get; init; }

        /// <summary>The earliest instant (UTC), from this one on, at which it does something.</summary>
        public DateTimeOffset From(DateTimeOffset instant)
        {
            var day = ParisTime.DayOf(instant);
            if (!ByDay || (instant >= ParisTime.At(day, DayHours.Begins) && instant < ParisTime.At(day, DayHours.Ends)))
                return instant;
            return ParisTime.At(instant < ParisTime.At(day, DayHours.Begins) ? day : day.AddDays(1), DayHours.Begins);
        }
    }

    /// <summary>« Au démarrage » — once each time the program starts.</summary>
    public sealed record AtStart(string Name) : Duty(Name);
}
