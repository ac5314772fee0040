using ETicket.Families;
using ETicket.Kernel;
using ETicket.Planning.Usual;

namespace ETicket.Planning.Custody;

/// <summary>
/// A rule to enter: the weekdays of odd and of even weeks that are of <paramref name="Home"/>, the others being of the child's other home; no home lifts the rule before it.
/// </summary>
public sealed record CustodyWish(DateOnly FirstDay, DateOnly? LastDay, FamilyId? Home, IReadOnlyList<int> Odd, IReadOnlyList<int> Even, string? Label = null)
{
    /// <summary>Longest name of a rule.</summary>
    public const int LabelMost = 60;

    /// <summary>Rules are entered at most so many years ahead: a farther one was misread.</summary>
    private const int MostYears = 5;

    private static readonly int[] EveryDay = [1, 2, 3, 4, 5, 6, 7];

    /// <summary>« Une semaine sur deux » — odd weeks, or even ones, at that home.</summary>
    public static CustodyWish OneWeekInTwo(DateOnly from, FamilyId home, bool odd) => new(from, null, home, odd ? EveryDay : [], odd ? [] : EveryDay);

    /// <summary>« Vacances », or a single day: every day of them at that home.</summary>
    public static CustodyWish Between(DateOnly first, DateOnly last, FamilyId home, string? label = null) => new(first, last, home, EveryDay, EveryDay, label);

    /// <summary>« Plus de règle » from a day on.</summary>
    public static CustodyWish Lifted(DateOnly from) => new(from, null, null, [], []);

    /// <summary>The rule as it is kept. Refuses with <see cref="CustodyDaysBackwards"/>, <see cref="CustodyTooFar"/>, <see cref="CustodyLabelUnreadable"/> and <see cref="UnreadableWish"/>.</summary>
    internal CustodyWish Judged(DateOnly today)
    {
        if (LastDay < FirstDay)
            throw new CustodyDaysBackwards();
        if (FirstDay > today.AddYears(MostYears) || LastDay > today.AddYears(MostYears) || FirstDay < today.AddYears(-MostYears))
            throw new CustodyTooFar(MostYears);
        if (WrittenText.Judge(Label ?? "", LabelMost, lines: false, out var label) is not TextFault.None)
            throw new CustodyLabelUnreadable(LabelMost);
        if (!ModelWeeks.AreWeekdays(Odd) || !ModelWeeks.AreWeekdays(Even))
            throw new UnreadableWish();
        return this with { Label = label };
    }
}

/// <summary>« Jour à déplacer » — a day already ticked that the rules give to the other home, and whether its ticket could move there: without a ticket there it stays as it was.</summary>
public sealed record CustodyMove(DateOnly Day, ActivityId Activity, FamilyId From, FamilyId To, Verdict Verdict)
{
    public bool Moved => Verdict is Verdict.Held;
}

/// <summary>« Ce que change une règle » — the version of the rules after it, the days ticked that move, and the home of each day of the weeks to come (null: of whoever ticks it first).</summary>
public sealed record CustodyChange(int Version, IReadOnlyList<CustodyMove> Moves, IReadOnlyList<(DateOnly Day, FamilyId? Home)> Ahead);
