using System.Globalization;
using ETicket.Kernel;
using ETicket.Planning.Away;
using ETicket.Planning.CutOffs;

namespace ETicket.UnitTests.Planning;

/// <summary>What the rule of a service says of a day, and which day of an absence it is.</summary>
public sealed class AbsenceRulingTests
{
    /// <summary>Monday 28 September 2026.</summary>
    private static readonly DateOnly Day = new(2026, 9, 28);

    [Theory]
    [InlineData(0, "09:00", "2026-09-28", "08:59:59", null)]
    [InlineData(0, "09:00", "2026-09-28", "09:00:00", AbsenceWhy.ToldTooLate)]
    [InlineData(1, "11:00", "2026-09-27", "10:59:59", null)]
    [InlineData(1, "11:00", "2026-09-27", "11:00:00", AbsenceWhy.ToldTooLate)]
    [InlineData(0, "24:00", "2026-09-28", "23:59:59", null)]
    [InlineData(0, "24:00", "2026-09-29", "00:00:00", AbsenceWhy.ToldTooLate)]
    [InlineData(-2, "12:00", "2026-09-30", "11:59:59", null)]
    [InlineData(-2, "12:00", "2026-09-30", "12:00:00", AbsenceWhy.ToldTooLate)]
    [InlineData(7, "00:00", "2026-09-20", "23:59:59", null)]
    [InlineData(7, "00:00", "2026-09-21", "00:00:00", AbsenceWhy.ToldTooLate)]
    public void R98_It_is_told_in_time_up_to_the_minute_of_the_rule_on_a_Paris_clock(int daysBefore, string until, string on, string at, AbsenceWhy? why)
    {
        int[] hour = [.. until.Split(':').Select(part => int.Parse(part, CultureInfo.InvariantCulture))];
        var rule = With(daysBefore: daysBefore, minute: (hour[0] * 60) + hour[1]);
        var told = ParisTime.At(DateOnly.Parse(on, CultureInfo.InvariantCulture), TimeOnly.Parse(at, CultureInfo.InvariantCulture));

        Assert.Equal(why, AbsenceRuling.Of(rule, Day, 1, told).Why);
        Assert.Equal(new LimitHour(hour[0], hour[1]), rule.ToldAt);
    }

    [Theory]
    [InlineData(0, 1, null, true, AbsenceState.Accepted, null)]
    [InlineData(1, 1, null, true, AbsenceState.Refused, AbsenceWhy.FirstDays)]
    [InlineData(1, 2, null, true, AbsenceState.Accepted, null)]
    [InlineData(2, 2, null, true, AbsenceState.Refused, AbsenceWhy.FirstDays)]
    [InlineData(2, 3, 48, true, AbsenceState.WaitsForProof, null)]
    // A first day that is kept asks for no proof: it would change nothing.
    [InlineData(1, 1, 48, true, AbsenceState.Refused, AbsenceWhy.FirstDays)]
    [InlineData(0, 1, 48, false, AbsenceState.Refused, AbsenceWhy.NotGivenBack)]
    public void R97_First_days_proof_and_reason_decide(int kept, int rank, int? proof, bool back, AbsenceState state, AbsenceWhy? why)
    {
        var told = ParisTime.At(Day, new TimeOnly(8, 0));

        var ruling = AbsenceRuling.Of(With(kept: kept, proof: proof, back: back), Day, rank, told);

        Assert.Equal((state, why), (ruling.State, ruling.Why));
        Assert.Equal(state is AbsenceState.WaitsForProof ? told.AddHours(48) : null, ruling.ProofUntil);
    }

    [Fact]
    public void R97_Without_a_rule_for_the_reason_the_ticket_stays_used() =>
        Assert.Equal(new AbsenceRuling(AbsenceState.Refused, AbsenceWhy.NoRule), AbsenceRuling.Of(null, Day, 1, ParisTime.StartOf(Day)));

    [Theory]
    [InlineData("AAA", "123")]
    [InlineData("PAA", "012")]
    // A day nobody spoke of ends an absence; one that counts for nothing does not.
    [InlineData("AAPA", "1201")]
    [InlineData("A-A", "112")]
    [InlineData("-A--A", "01112")]
    public void R97_First_days_are_counted_once_of_an_absence_told_day_by_day(string days, string ranks) =>
        Assert.Equal(ranks, string.Concat(AbsenceRuling.Ranks([.. days.Select(d => d switch { 'A' => BookedDay.Absent, 'P' => BookedDay.Present, _ => BookedDay.Apart })])));

    private static AbsenceRule With(int daysBefore = 0, int minute = 540, int kept = 0, int? proof = null, bool back = true) => new()
    {
        StructureId = StructureId.New(),
        ActivityId = ActivityId.New(),
        Reason = AbsenceReason.Illness,
        StartsOn = new(2026, 9, 1),
        ToldDaysBefore = daysBefore,
        ToldAtMinute = minute,
        FirstDaysKept = kept,
        ProofWithinHours = proof,
        GivesBack = back,
        SetAt = DateTimeOffset.UnixEpoch,
        SetBy = "mairie",
    };
}
