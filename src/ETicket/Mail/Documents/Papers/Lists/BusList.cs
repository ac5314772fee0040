namespace ETicket.Mail.Documents.Papers.Lists;

/// <summary>« Liste du car » — the children expected on a line, stop by stop, and the number to call where the mairie has one. No health data at all, no balance, no address.</summary>
internal sealed record BusList : DayList
{
    public required string Line { get; init; }
    public string? Hours { get; init; }
    public required IReadOnlyList<BusStop> Stops { get; init; }

    public int Total => Stops.Sum(s => s.Count);

    /// <summary>A column that says nothing is not printed.</summary>
    public bool HasPhones => Stops.Any(s => s.Children.Any(c => c.Phone is not null));
}

/// <summary>The children of a stop, null while the line has no stops; at what time it passes, « 7 h 52 ».</summary>
internal sealed record BusStop(string? Name, string? Time, IReadOnlyList<BusChild> Children)
{
    public int Count => Children.Count;
}

/// <summary>A child, its school, the number to call.</summary>
internal sealed record BusChild(string LastName, string FirstName, string? School, string? Phone);
