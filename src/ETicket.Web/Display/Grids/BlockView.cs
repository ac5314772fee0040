namespace ETicket.Web.Display.Grids;

/// <summary>« toute la semaine », « tout », « tous » : several cells at once; no value when nothing can change.</summary>
internal sealed record ActionView(string Id, string Text, string Label, string? Value, bool Wanted);

/// <summary>
/// A service of a child in a week, named by what its block does not say: the service, or the child. <paramref name="FullName"/> is the name of the service with what tells it from another
/// of the same name, <paramref name="Apart"/> what is written beside it for that where <paramref name="Beside"/> (its hours, or the child's grade) does not say it already.
/// <paramref name="Tickets"/> says what is left of its booklet, in the first week that shows it.
/// </summary>
internal sealed record RowView(string Id, string Name, string FullName, string? Beside, string? Apart, string Limit, string? Tickets, IReadOnlyList<CellView> Cells, ActionView Whole);

/// <summary>A week of a block: its rows, what a click on a whole day would do, and the names of its closed days.</summary>
internal sealed record BlockWeekView(IReadOnlyList<DateOnly> Days, IReadOnlyList<RowView> Rows, IReadOnlyList<ActionView> Actions, IReadOnlyList<string> Closures);

/// <summary>A child with its services, or a service with its children, week by week; <paramref name="Beside"/> is the child's grade, or the hours and site of the service.</summary>
internal sealed record BlockView(string Id, string Name, string? Beside, IReadOnlyList<BlockWeekView> Weeks);
