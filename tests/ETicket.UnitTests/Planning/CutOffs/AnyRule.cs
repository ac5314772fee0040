using ETicket.Catalogue.Calendar;
using ETicket.Planning.CutOffs;
using FsCheck;
using FsCheck.Fluent;

namespace ETicket.UnitTests.Planning.CutOffs;

/// <summary>Any possible limit, any day of three school years, any canteen with closures.</summary>
internal static class AnyRule
{
    private static readonly Gen<LimitHour> Hours = Gen.Choose(0, 24 * 60).Select(minutes => new LimitHour(minutes / 60, minutes % 60));
    private static readonly Gen<DayOfWeek> WeekdayNames = Gen.Elements(Enum.GetValues<DayOfWeek>());
    private static readonly Gen<WhenClosed> Shifts = Gen.Elements(Enum.GetValues<WhenClosed>());

    public static readonly Gen<CutOffRule> Days =
        from days in Gen.Choose(0, 12)
        from at in Hours
        from counted in Gen.Elements(Enum.GetValues<CountedDays>())
        from shift in Shifts
        select (CutOffRule)new DaysBefore(days, at, counted, shift);

    public static readonly Gen<CutOffRule> Weekday =
        from weekday in WeekdayNames
        from weeks in Gen.Choose(0, 3)
        from at in Hours
        from shift in Shifts
        select (CutOffRule)new WeekdayBefore(weeks == 0 ? DayOfWeek.Monday : weekday, at, weeks, shift);

    private static readonly Gen<WeekdayLimit[]> Rows =
        from ranks in Gen.Choose(0, 6).ArrayOf(7)
        from weeks in Gen.Choose(0, 2).ArrayOf(7)
        from hours in Hours.ArrayOf(7)
        select Enumerable.Range(0, 7)
            .Select(day => new WeekdayLimit(Named(day), Named(weeks[day] == 0 ? Math.Min(ranks[day], day) : ranks[day]), weeks[day], hours[day])).ToArray();

    public static readonly Gen<CutOffRule> Table =
        from rows in Rows
        from shift in Shifts
        select (CutOffRule)new WeekdayTable(rows, shift);

    public static readonly Gen<CutOffRule> Rules = Gen.OneOf(Days, Weekday, Table);

    public static readonly Gen<DateOnly> Dates = Gen.Choose(Canteen.First.DayNumber, Canteen.Last.DayNumber).Select(DateOnly.FromDayNumber);

    public static readonly Gen<OpeningCalendar> Calendars =
        from starts in Dates.ArrayOf(5)
        from lengths in Gen.Choose(0, 150).ArrayOf(5)
        select Canteen.With([.. starts.Zip(lengths, (start, length) => new LocalClosure(start, start.AddDays(length), "Travaux"))]);

    public static IReadOnlyList<CutOffRule> Samples { get; } = [.. Rules.Sample(200, 200)];

    private static DayOfWeek Named(int rank) => (DayOfWeek)((rank + 1) % 7);
}
