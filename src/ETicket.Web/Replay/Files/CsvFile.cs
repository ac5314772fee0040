using System.Text;

namespace ETicket.Web.Replay.Files;

/// <summary>
/// A file of the month: UTF-8 (a byte order mark is tolerated), <c>;</c>, one header line, any end of line. Columns are found by name, in any order; unknown ones are
/// left alone. Refuses with <see cref="BadInput"/> what is not exactly that.
/// </summary>
internal sealed class CsvFile
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private CsvFile(string name, IReadOnlyList<CsvRow> rows)
    {
        Name = name;
        Rows = rows;
    }

    public string Name { get; }
    public IReadOnlyList<CsvRow> Rows { get; }

    public static async Task<CsvFile> ReadAsync(string folder, string name, string[] columns, CancellationToken stop)
    {
        var lines = (await TextAsync(folder, name, columns[0], stop)).Split('\n').Select(l => l.TrimEnd('\r')).ToArray();
        var header = Cells(name, 1, columns[0], lines[0]);
        foreach (var column in columns)
        {
            if (header.Count(h => h == column) != 1)
                throw new BadInput(name, 1, column, header.Contains(column) ? "ColumnTwice" : "ColumnMissing", column);
        }

        var positions = columns.ToDictionary(c => c, c => header.IndexOf(c), StringComparer.Ordinal);
        var rows = new List<CsvRow>();
        for (var i = 1; i < lines.Length; i++)
        {
            if (lines[i].Length == 0)
                continue;
            var cells = Cells(name, i + 1, columns[0], lines[i]);
            if (cells.Count != header.Count)
                throw new BadInput(name, i + 1, columns[0], "CellCount", cells.Count, header.Count);
            rows.Add(new CsvRow(name, i + 1, positions, cells));
        }
        return new CsvFile(name, rows);
    }

    private static async Task<string> TextAsync(string folder, string name, string firstColumn, CancellationToken stop)
    {
        var path = Path.Combine(folder, name);
        if (!File.Exists(path))
            throw new BadInput(name, 1, firstColumn, "FileMissing", name);
        try
        {
            return Strict.GetString(await File.ReadAllBytesAsync(path, stop)).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            throw new BadInput(name, 1, firstColumn, "NotUtf8");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInput(name, 1, firstColumn, "FileUnreadable", name);
        }
    }

    /// <summary>Splits a line on its semicolons; a cell may be quoted, a quote inside is doubled.</summary>
    private static List<string> Cells(string name, int number, string field, string line)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            if (quoted && line[i] == '"' && i + 1 < line.Length && line[i + 1] == '"')
                cell.Append(line[i++]);
            else if (line[i] == '"' && (quoted || cell.Length == 0))
                quoted = !quoted;
            else if (line[i] == ';' && !quoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else
                cell.Append(line[i]);
        }
        if (quoted)
            throw new BadInput(name, number, field, "QuoteOpen");
        cells.Add(cell.ToString());
        return cells;
    }
}
