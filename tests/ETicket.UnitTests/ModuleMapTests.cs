using System.Text.RegularExpressions;

namespace ETicket.UnitTests;

/// <summary>« Carte des modules » — who may know whom. A line of the map is a decision; a use outside it does not build a feature, it makes a knot.</summary>
public sealed partial class ModuleMapTests
{
    /// <summary>Everyone may use Kernel and Persistence besides.</summary>
    private static readonly Dictionary<string, string[]> Map = new(StringComparer.Ordinal)
    {
        ["Kernel"] = [],
        ["Persistence"] = [],
        ["Structures"] = [],
        ["Ledger"] = [],
        ["Mail"] = ["Structures"],
        ["Families"] = ["Structures", "Mail"],
        ["Catalogue"] = ["Structures"],
        ["Payments"] = ["Structures", "Families", "Mail"],
        ["Access"] = ["Structures", "Families", "Mail"],
        ["Wallets"] = ["Ledger", "Payments", "Catalogue", "Families", "Structures", "Mail"],
        ["Planning"] = ["Families", "Catalogue", "Wallets", "Structures", "Mail"],
        ["Bulletin"] = ["Catalogue", "Families", "Structures", "Mail"],
        ["Treasury"] = ["Ledger", "Payments", "Wallets", "Planning", "Catalogue", "Families", "Structures", "Access", "Mail"],
    };

    public static TheoryData<string> Modules { get; } =
        [.. Directory.GetDirectories(Path.Combine(Sources.Root, "src/ETicket")).Select(d => Path.GetFileName(d)!).Where(d => d is not ("bin" or "obj")).Order(StringComparer.Ordinal)];

    [Fact]
    public void Every_module_has_its_line_on_the_map()
    {
        Assert.Equal(Map.Keys.Order(StringComparer.Ordinal), Modules.Select(m => m.Data));
    }

    [Fact]
    public void The_readme_shows_the_same_map()
    {
        var shown = from line in File.ReadLines(Path.Combine(Sources.Root, "README.md"))
                    let cells = line.Split('|', StringSplitOptions.TrimEntries)
                    where cells.Length == 4
                    from module in cells[1].Split(", ")
                    where Map.ContainsKey(module)
                    select (Module: module, Uses: cells[2] == "–" ? [] : cells[2].Split(", "));
        var written = shown.ToDictionary(line => line.Module, line => line.Uses, StringComparer.Ordinal);

        Assert.All(Map.Where(line => line.Key is not ("Kernel" or "Persistence")), line => Assert.Equal(line.Value.Order(StringComparer.Ordinal), written[line.Key].Order(StringComparer.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Modules))]
    public void A_module_knows_only_those_the_map_gives_it(string module)
    {
        // Kernel knows nobody, Persistence knows Kernel only.
        string[] everyone = module switch { "Kernel" => [], "Persistence" => ["Kernel"], _ => ["Kernel", "Persistence"] };
        HashSet<string> allowed = [module, .. everyone, .. Map[module]];

        var strangers = from file in Files(module)
                        from use in OneOfUs().Matches(file.Text).Concat(OneOfUsByShortName().Matches(file.Text))
                        let other = use.Groups["module"].Value
                        where Map.ContainsKey(other) && !allowed.Contains(other)
                        select $"{file.Name} uses {other}";

        Assert.Empty(strangers.Distinct());
    }

    [Fact]
    public void No_business_file_knows_the_web_outside_access_and_persistence()
    {
        var strangers = from file in Modules.Select(m => m.Data).Except(["Access", "Persistence"]).SelectMany(Files)
                        where file.Text.Contains("Microsoft.AspNetCore", StringComparison.Ordinal)
                        select file.Name;

        Assert.Empty(strangers);
    }

    [Fact]
    public void The_simulated_treasury_knows_nothing_of_ours()
    {
        var strangers = from file in Sources.Under("src/ETicket.Tresor", "*.cs")
                        from Match use in OneOfUs().Matches(file.Text)
                        where use.Groups["module"].Value != "Tresor"
                        select $"{file.Name} uses {use.Value}";

        Assert.Empty(strangers);
    }

    /// <summary>Migrations draw every table and are written by a tool.</summary>
    private static IEnumerable<SourceFile> Files(string module) =>
        Sources.Under("src/ETicket/" + module, "*.cs").Where(f => !f.Name.Contains("/Migrations/", StringComparison.Ordinal));

    /// <summary>Inside our namespaces « Treasury.CashDesk » reaches as far as « ETicket.Treasury.CashDesk ».</summary>
    [GeneratedRegex(@"^(?!\s*//).*?(?<![\w.""])(?<module>Structures|Ledger|Mail|Families|Catalogue|Payments|Access|Wallets|Planning|Treasury|Bulletin)\.[A-Z]\w*\b", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex OneOfUsByShortName();

    [GeneratedRegex(@"\bETicket\.(?<module>[A-Z][A-Za-z]+)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OneOfUs();
}
