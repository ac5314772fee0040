using System.Globalization;
using System.Text.RegularExpressions;
using ETicket.Kernel;

namespace ETicket.Web.Replay.Files;

/// <summary>One line of a file, read column by column; every complaint names the file, the line and the column. Nothing is guessed, nothing is trimmed.</summary>
internal sealed partial class CsvRow(string file, int line, Dictionary<string, int> columns, IReadOnlyList<string> cells)
{
    public int Line => line;

    public string Optional(string column)
    {
        var value = cells[columns[column]];
        return value.Any(char.IsControl) ? throw Wrong(column, "ControlCharacter") : value;
    }

    public string Text(string column) => Optional(column) is { Length: > 0 } text ? text : throw Wrong(column, "Empty");

    /// <summary>A whole number written with digits and at most one minus.</summary>
    public int Whole(string column, int from, int to)
    {
        var text = Text(column);
        if (!Digits().IsMatch(text) || !int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
            throw Wrong(column, "NotWhole", text);
        return value < from || value > to ? throw Wrong(column, "OutOfRange", text, from, to) : value;
    }

    public Money Cents(string column, int from, int to) => new(Whole(column, from, to));

    public DateOnly Day(string column) =>
        DateOnly.TryParseExact(Text(column), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 2000 and < 2100
            ? day : throw Wrong(column, "NotADay", Text(column));

    public TimeOnly Time(string column) =>
        TimeOnly.TryParseExact(Text(column), ["HH:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time : throw Wrong(column, "NotATime", Text(column));

    public BadInput Wrong(string column, string sentence, params object?[] facts) => new(file, line, column, sentence, facts);

    [GeneratedRegex("^-?[0-9]{1,9}$", RegexOptions.CultureInvariant, 200)]
    private static partial Regex Digits();
}
