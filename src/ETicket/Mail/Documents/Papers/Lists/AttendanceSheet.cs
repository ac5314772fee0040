namespace ETicket.Mail.Documents.Papers.Lists;

/// <summary>
/// « Feuille d'appel » — the children expected at a service, by school and class, with boxes to tick. It lies on a table and is read by whoever passes: no balance, no address, no
/// diet, no allergy; those who watch over a child with a PAI have the PAI itself.
/// </summary>
internal sealed record AttendanceSheet : DayList
{
    public required string Service { get; init; }
    public string? Place { get; init; }
    public string? Hours { get; init; }
    public required IReadOnlyList<ExpectedGroup> Groups { get; init; }

    /// <summary>Rows left blank for those who come without being expected.</summary>
    public IReadOnlyList<BlankRow> Blanks { get; init; } = [.. Enumerable.Range(1, 3).Select(i => new BlankRow(i))];

    public int Total => Groups.Sum(g => g.Count);
}

/// <summary>The children of a class; null for those of whom the mairie knows no school, or no class.</summary>
internal sealed record ExpectedGroup(string? School, string? Grade, IReadOnlyList<ExpectedChild> Children)
{
    public int Count => Children.Count;
}

/// <summary>A child, under its number on the list.</summary>
internal sealed record ExpectedChild(int Number, string LastName, string FirstName);

internal sealed record BlankRow(int Number);
