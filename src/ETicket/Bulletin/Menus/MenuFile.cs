using System.Globalization;
using System.Text;
using ETicket.Kernel;

namespace ETicket.Bulletin.Menus;

/// <summary>« Cellule à corriger » — where in a file, and why.</summary>
/// <param name="Column">As the first line names it; none for the whole line.</param>
public sealed record MenuFileFault(int Line, string? Column, Refusal Why);

/// <summary>A line of a file, by column; a column that is not there is empty.</summary>
internal sealed record MenuRow(int Line, string Day, string Service, string Course, string Name, string Allergens, string Marks);

/// <summary>« Fichier de menus » — CSV as spreadsheets write it in France: semicolons, commas or tabs, quotes, UTF-8 or Windows.</summary>
internal static class MenuFile
{
    public const int MostKiloBytes = 512;
    public const string DayColumn = "jour";
    public const string ServiceColumn = "service";
    public const string CourseColumn = "rang";
    public const string NameColumn = "plat";
    public const string AllergensColumn = "allergenes";
    public const string MarksColumn = "mentions";

    private const int Windows = 1252;
    private static readonly string[] Needed = [DayColumn, CourseColumn, NameColumn];
    private static readonly string[] Known = [.. Needed, ServiceColumn, AllergensColumn, MarksColumn];

    /// <summary>The lines below the titles; those with another number of cells are faults. Refuses with <see cref="MenuFileRefused"/> what is no such file.</summary>
    public static List<MenuRow> Read(byte[] bytes, List<MenuFileFault> faults)
    {
        if (bytes.Length > MostKiloBytes * 1024)
            throw new MenuFileTooBig(MostKiloBytes);
        var lines = Cells(TextOf(bytes)).Where(l => l.Cells.Any(c => !string.IsNullOrWhiteSpace(c))).ToList();
        if (lines.Count < 2)
            throw new MenuFileEmpty();
        var columns = lines[0].Cells.ConvertAll(MenuWords.Folded).ConvertAll(title => Known.FirstOrDefault(k => MenuWords.Folded(k) == title) ?? "");
        var wrong = Needed.Where(n => !columns.Contains(n)).Concat(Known.Where(k => columns.Count(c => c == k) > 1)).ToList();
        if (wrong.Count > 0)
            throw new MenuFileHeader(string.Join(", ", wrong));
        List<MenuRow> rows = [];
        foreach (var (line, cells) in lines.Skip(1))
        {
            string Cell(string column) => columns.IndexOf(column) is >= 0 and var at ? cells[at].Trim() : "";
            // A title that is empty ends many a spreadsheet's lines.
            if (cells.Count != columns.Count)
                faults.Add(new(line, null, new MenuColumnsWrong(cells.Count, columns.Count)));
            else
                rows.Add(new(line, Cell(DayColumn), Cell(ServiceColumn), Cell(CourseColumn), Cell(NameColumn), Cell(AllergensColumn), Cell(MarksColumn)));
        }
        return rows;
    }

    private static string TextOf(byte[] bytes)
    {
        string text;
        try
        {
            text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            text = CodePagesEncodingProvider.Instance.GetEncoding(Windows)!.GetString(bytes);
        }
        text = text.TrimStart('\uFEFF');
        return text.Any(letter => char.IsControl(letter) && letter is not ('\n' or '\r' or '\t')) ? throw new MenuFileNotText() : text;
    }

    /// <summary>RFC 4180, whatever separates the titles; each line with its number in the file.</summary>
    private static List<(int Line, List<string> Cells)> Cells(string text)
    {
        var head = text.Split('\n')[0];
        var between = head.Contains(';', StringComparison.Ordinal) ? ';' : head.Contains('\t', StringComparison.Ordinal) ? '\t' : ',';
        List<(int Line, List<string> Cells)> lines = [];
        var (cells, cell, quotedAt, line, first) = (new List<string>(), new StringBuilder(), 0, 1, 1);
        for (var at = 0; at < text.Length; at++)
        {
            var letter = text[at];
            if (letter == '\n')
                line++;
            if (quotedAt > 0)
            {
                if (letter != '"')
                    cell.Append(letter);
                else if (at + 1 < text.Length && text[at + 1] == '"')
                    cell.Append(text[++at]);
                else
                    quotedAt = 0;
            }
            else if (letter == '"' && cell.Length == 0)
                quotedAt = line;
            else if (letter == between)
                EndCell();
            else if (letter == '\n')
                EndLine();
            else if (letter != '\r')
                cell.Append(letter);
        }
        if (quotedAt > 0)
            throw new MenuFileQuote(quotedAt);
        EndLine();
        return lines;

        void EndCell()
        {
            cells.Add(cell.ToString());
            cell.Clear();
        }

        void EndLine()
        {
            EndCell();
            lines.Add((first, cells));
            (cells, first) = ([], line);
        }
    }

    /// <summary>« 07/12/2026 » or « 2026-12-07 ».</summary>
    public static DateOnly? DayOf(string typed) =>
        DateOnly.TryParseExact(typed, ["dd/MM/yyyy", "d/M/yyyy", "yyyy-MM-dd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
