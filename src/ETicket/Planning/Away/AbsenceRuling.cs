namespace ETicket.Planning.Away;

/// <summary>« Ce que dit la règle » of one day, told at an instant: the state it enters, why where the ticket stays used, until when a proof is awaited.</summary>
public sealed record AbsenceRuling(AbsenceState State, AbsenceWhy? Why = null, DateTimeOffset? ProofUntil = null)
{
    /// <summary>Judges a day by the rule of its activity and reason, if there is one; <paramref name="rank"/> is 1 on the first day of the absence.</summary>
    public static AbsenceRuling Of(AbsenceRule? rule, DateOnly day, int rank, DateTimeOffset toldAt)
    {
        if (rule is null)
            return new(AbsenceState.Refused, AbsenceWhy.NoRule);
        if (!rule.GivesBack)
            return new(AbsenceState.Refused, AbsenceWhy.NotGivenBack);
        if (toldAt >= rule.ToldUntil(day))
            return new(AbsenceState.Refused, AbsenceWhy.ToldTooLate);
        if (rank <= rule.FirstDaysKept)
            return new(AbsenceState.Refused, AbsenceWhy.FirstDays);
        return rule.ProofWithinHours is { } hours ? new(AbsenceState.WaitsForProof, null, toldAt.AddHours(hours)) : new(AbsenceState.Accepted);
    }

    /// <summary>
    /// The rank of each day that is said now, in the order of days: the days of the same reason told before it, as long as no booked day nobody spoke of stands between. So an absence told
    /// day by day keeps its first days once.
    /// </summary>
    public static IReadOnlyList<int> Ranks(IReadOnlyList<BookedDay> days)
    {
        var (ranks, count) = (new int[days.Count], 0);
        for (var i = 0; i < days.Count; i++)
            ranks[i] = count = days[i] is BookedDay.Absent ? count + 1 : days[i] is BookedDay.Present ? 0 : count;
        return ranks;
    }
}

/// <summary>A booked day beside an absence: nobody spoke of it; the child is absent for this reason; it counts for nothing (another reason, unticked now, given back otherwise).</summary>
public enum BookedDay { Present, Absent, Apart }
