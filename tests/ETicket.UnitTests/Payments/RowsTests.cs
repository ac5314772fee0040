using System.Text.RegularExpressions;

namespace ETicket.UnitTests.Payments;

/// <summary>The pages that say which test shows what: every test they name exists, and no cell is left empty.</summary>
public sealed partial class RowsTests
{
    private const string Providers = "src/ETicket/Payments/Providers/ROWS.md";
    private const string Timetable = "src/ETicket.Web/Schedule/ROWS.md";
    private const string Post = "src/ETicket/Mail/ROWS.md";

    private static readonly HashSet<string> Tests =
    [
        .. from file in Sources.Under("tests", "*.cs")
           let type = TestClass().Match(file.Text).Groups["name"].Value
           from Match test in Test().Matches(file.Text)
           select $"{type}.{test.Groups["name"].Value}",
    ];

    public static TheoryData<string, string[]> Pages => new()
    {
        { Providers, [.. Enumerable.Range(1, 43).Select(row => $"C{row}")] },
        { Timetable, [.. Enumerable.Range(1, 10).Select(row => $"D{row}"), .. Enumerable.Range(1, 6).Append(21).Append(22).Select(row => $"E{row}")] },
        { Post, [.. Enumerable.Range(7, 14).Concat(Enumerable.Range(23, 3)).Select(row => $"E{row}")] },
        { "src/ETicket/Access/capabilities.md", [.. Enumerable.Range(1, 30).Select(row => $"{row}")] },
        { "src/ETicket/Payments/capabilities.md", [.. Enumerable.Range(133, 15).Select(row => $"{row}")] },
        { "src/ETicket/Treasury/capabilities.md", ["148", "149", "150", "151", "156", "161"] },
        { "src/ETicket/Planning/capabilities.md", [.. Enumerable.Range(64, 42).Select(row => $"{row}")] },
        { "src/ETicket/Families/Documents/capabilities.md", ["33", "34", "52", "53", "55", "56", "61"] },
        { "src/ETicket/Bulletin/capabilities.md", ["181", "182", "260"] },
        { "src/ETicket/Mail/capabilities.md", [.. Enumerable.Range(171, 27).Select(row => $"{row}")] },
        { "src/ETicket.Web/capabilities.md", [.. Enumerable.Range(235, 4).Concat(Enumerable.Range(239, 8)).Concat(Enumerable.Range(252, 8)).Select(row => $"{row}")] },
        { "src/ETicket/Wallets/capabilities.md", [.. Enumerable.Range(106, 17).Select(row => $"{row}")] },
        { "src/ETicket/Families/capabilities.md", [.. Enumerable.Range(31, 33).Select(row => $"{row}")] },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_row_has_its_tests_or_says_why_not(string page, string[] rows)
    {
        var told = Read(page);

        Assert.Equal(rows, told.Select(row => row.Name));
        Assert.Empty(from row in told from cell in row.Cells where cell.Length == 0 select $"{row.Name}: an empty cell");
        Assert.Empty(from row in told from cell in row.Cells from Match named in Named().Matches(cell) where !Tests.Contains(named.Groups["test"].Value) select $"{row.Name}: {named}");
    }

    [Theory]
    [InlineData(Providers)]
    [InlineData(Timetable)]
    [InlineData(Post)]
    public void A_misbehaviour_is_played_by_a_test_that_bears_its_row(string page)
    {
        var unnamed = from row in Read(page)
                      from cell in row.Cells
                      where cell.StartsWith('`') && !Named().Matches(cell).Any(named => Regex.IsMatch(named.Groups["test"].Value, $@"[._]{row.Name}_", RegexOptions.None, TimeSpan.FromSeconds(1)))
                      select $"{row.Name}: {cell}";

        Assert.Empty(unnamed);
    }

    /// <summary>The rows of each page that no test bears: what the product does not do, and says why; and those shown by tests of other names, which is to end.</summary>
    [Theory]
    [InlineData("src/ETicket/Access/capabilities.md", "2 20 24 30", "")]
    [InlineData("src/ETicket/Families/capabilities.md", "34 62 63", "")]
    [InlineData("src/ETicket/Families/Documents/capabilities.md", "34", "")]
    [InlineData("src/ETicket/Planning/capabilities.md", "89 95 105", "")]
    [InlineData("src/ETicket/Wallets/capabilities.md", "115 116 118", "")]
    [InlineData("src/ETicket/Payments/capabilities.md", "", "")]
    [InlineData("src/ETicket/Treasury/capabilities.md", "", "")]
    [InlineData("src/ETicket/Mail/capabilities.md", "183 193", "180 184 185 186 187 188 189 190 191 195 196 197")]
    [InlineData("src/ETicket/Bulletin/capabilities.md", "", "")]
    [InlineData("src/ETicket.Web/capabilities.md", "236 239 241 242 244 257", "")]
    public void A_capability_is_shown_by_a_test_that_bears_its_row_or_is_known_to_be_absent(string page, string absent, string otherwise)
    {
        var told = Read(page);
        bool Bears((string Name, string[] Cells) row) => row.Cells.Any(cell => Named().Matches(cell).Any(named => Regex.IsMatch(named.Groups["test"].Value, $@"[._]R{row.Name}_", RegexOptions.None, TimeSpan.FromSeconds(1))));
        bool Absent((string Name, string[] Cells) row) => row.Cells.Any(cell => cell.StartsWith("none", StringComparison.Ordinal));

        Assert.Equal(absent, string.Join(' ', told.Where(Absent).Select(row => row.Name)));
        Assert.Equal(otherwise, string.Join(' ', told.Where(row => !Absent(row) && !Bears(row)).Select(row => row.Name)));
    }

    private static (string Name, string[] Cells)[] Read(string page) =>
    [
        .. from line in File.ReadAllLines(Path.Combine(Sources.Root, page))
           where line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| row ", StringComparison.Ordinal)
           let cells = line.Trim('|').Split('|', StringSplitOptions.TrimEntries)
           select (cells[0], cells[2..]),
    ];

    [GeneratedRegex(@"`(?<test>\w+\.\w+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Named();

    [GeneratedRegex(@"^public sealed (?:partial )?class (?<name>\w+)", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex TestClass();

    /// <summary>A method under [Fact] or [Theory], whatever other attributes stand between.</summary>
    [GeneratedRegex(@"\[(?:Fact|Theory)[^\n]*\n(?:\s*(?:\[|//)[^\n]*\n)*\s*public (?:async Task|void) (?<name>\w+)\(", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Test();
}
