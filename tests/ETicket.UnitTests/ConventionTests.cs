using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ETicket.Kernel;

namespace ETicket.UnitTests;

/// <summary>The habits of the house, held where a compiler cannot.</summary>
public sealed partial class ConventionTests
{
    private const int LongFile = 150;
    private const int LongTest = 250;
    private const int Slack = 5;
    private const int FullFolder = 15;

    /// <summary>Files over the limit, the lines each may have, and why it stays one file. It may only get shorter.</summary>
    private static readonly Dictionary<string, int> LongerForAReason = new(StringComparer.Ordinal)
    {
        // Twelve identities of the same shape; C# has no way to say the shape once without a generator.
        ["src/ETicket/Kernel/Ids.cs"] = 190,
    };

    private static readonly Type[] Refusals =
        [.. typeof(Refusal).Assembly.GetTypes().Concat(typeof(Web.Program).Assembly.GetTypes()).Where(t => t.IsSubclassOf(typeof(Refusal)) && !t.IsAbstract)];

    public static TheoryData<string> Modules => ModuleMapTests.Modules;

    [Fact]
    public void Every_refusal_has_its_sentence_and_can_say_it()
    {
        var mute = Refusals.Where(r => string.IsNullOrWhiteSpace(Refusal.FindText(r))).Select(r => r.FullName);

        Assert.Empty(mute);
    }

    [Fact]
    public void Every_sentence_belongs_to_a_refusal()
    {
        var orphans = from file in Sources.Under("src", "Refusals.resx")
                      let folder = Path.GetDirectoryName(file.Name)!.Replace('\\', '/')["src/".Length..].Replace('/', '.')
                      from entry in XDocument.Parse(file.Text).Root!.Elements("data")
                      let name = entry.Attribute("name")!.Value
                      where !Refusals.Any(r => r.Namespace == folder && r.Name == name)
                      select $"{file.Name}: {name}";

        Assert.Empty(orphans);
    }

    [Fact]
    public void Every_place_of_a_sentence_is_filled_by_a_fact()
    {
        var empty = from refusal in Refusals
                    let facts = refusal.GetConstructors().Max(c => c.GetParameters().Length)
                    from Match place in Place().Matches(Refusal.FindText(refusal) ?? "")
                    where int.Parse(place.Groups["n"].Value) >= facts
                    select $"{refusal.Name} {place.Value}";

        Assert.Empty(empty);
    }

    [Fact]
    public void The_machine_s_clock_is_never_read()
    {
        Assert.Empty(Lines("src", "*.cs", MachineClock()));
        Assert.Empty(Lines("src", "*.cshtml", MachineClock()));
    }

    [Fact]
    public void No_sentence_in_French_is_written_in_code()
    {
        // Not sentences: the word between a day and an hour, labels of the ministry's file, letters PayFiP does not take.
        string[] exempt = ["src/ETicket/Kernel/French.cs:", "src/ETicket/Catalogue/Calendar/OpenDataCalendar.cs:", "src/ETicket/Payments/Providers/PayFip/PayFipOrder.cs:"];
        var sentences = Lines("src", "*.cs", AccentedLiteral()).Where(line => !exempt.Any(file => line.StartsWith(file, StringComparison.Ordinal))).ToArray();

        Assert.Empty(sentences);
    }

    [Fact]
    public void Every_public_type_of_the_business_says_what_it_is()
    {
        var types = (from file in Business() from Match type in PublicType().Matches(file.Text) select (File: file, Type: type)).ToArray();
        // A type in several parts is told once.
        var told = types.Where(t => DocumentedBefore(t.File.Text, t.Type.Index)).Select(t => t.Type.Value).ToHashSet(StringComparer.Ordinal);
        var silent = types.Where(t => !told.Contains(t.Type.Value) && !IsFollowUp(t.File.Text, t.Type.Index)).Select(t => $"{t.File.Name}: {t.Type.Value}");

        Assert.Empty(silent);
    }

    /// <summary>A verb is what can be asked of the business and waited for; what it promises and refuses is in the documentation the compiler writes.</summary>
    [Fact]
    public void Every_public_verb_of_the_business_says_what_it_promises()
    {
        var business = typeof(Refusal).Assembly;
        var told = XDocument.Load(Path.ChangeExtension(business.Location, ".xml")).Descendants("member").Select(m => m.Attribute("name")!.Value.Split('(', '`')[0]).ToHashSet(StringComparer.Ordinal);
        var silent = from type in business.GetExportedTypes()
                     where type.Namespace != "ETicket.Persistence.Migrations"
                     from verb in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
                     where verb.Name.EndsWith("Async", StringComparison.Ordinal) && verb.Name != nameof(IAsyncDisposable.DisposeAsync)
                     let name = $"{type.FullName!.Replace('+', '.')}.{verb.Name}"
                     where !told.Contains("M:" + name)
                     select name;

        Assert.Empty(silent);
    }

    [Fact]
    public void No_file_is_so_long_that_it_tells_two_stories()
    {
        var over = from file in Sources.Under("src", "*.cs").Select(f => (File: f, Most: LongFile)).Concat(Sources.Under("tests", "*.cs").Select(f => (File: f, Most: LongTest)))
                   where !file.File.Name.Contains("/Migrations/", StringComparison.Ordinal)
                   let lines = file.File.Text.Count(c => c == '\n')
                   where lines > LongerForAReason.GetValueOrDefault(file.File.Name, file.Most)
                   select $"{file.File.Name}: {lines} lines";

        Assert.Empty(over);
    }

    /// <summary>The list of exceptions only shrinks: a file that came back under the limit, or lost a few lines, gives them back.</summary>
    [Fact]
    public void No_file_is_allowed_more_lines_than_it_has()
    {
        var loose = from known in LongerForAReason
                    let path = Path.Combine(Sources.Root, known.Key)
                    let lines = File.Exists(path) ? File.ReadAllText(path).Count(c => c == '\n') : 0
                    where lines <= LongFile || lines + Slack < known.Value
                    select $"{known.Key}: {lines} lines, {known.Value} allowed";

        Assert.Empty(loose);
    }

    [Fact]
    public void No_folder_holds_so_many_files_that_its_list_tells_nothing()
    {
        var full = from file in Sources.Under("src", "*.cs").Concat(Sources.Under("tests", "*.cs"))
                   group file by Path.GetDirectoryName(file.Name) into folder
                   where !folder.Key!.EndsWith("Migrations", StringComparison.Ordinal) && folder.Count() > FullFolder
                   select $"{folder.Key}: {folder.Count()} files";

        Assert.Empty(full);
    }

    /// <summary>The one thing <c>dotnet format</c> looks at that neither the compiler nor its short form does.</summary>
    [Fact]
    public void Imports_are_in_order_the_system_s_first()
    {
        var mixed = from file in Sources.Under("src", "*.cs").Concat(Sources.Under("tests", "*.cs"))
                    let imports = Import().Matches(file.Text).Select(m => m.Groups["name"].Value).ToList()
                    where !imports.SequenceEqual(imports.OrderBy(n => n != "System" && !n.StartsWith("System.", StringComparison.Ordinal)).ThenBy(n => n, StringComparer.OrdinalIgnoreCase))
                    select file.Name;

        Assert.Empty(mixed);
    }

    [Theory]
    [MemberData(nameof(Modules))]
    public void Every_module_says_what_it_promises_and_never_does(string module)
    {
        var readme = Path.Combine(Sources.Root, "src/ETicket", module, "README.md");

        Assert.True(File.Exists(readme), $"src/ETicket/{module}/README.md is missing.");
    }

    [Fact]
    public void No_path_of_a_machine_and_no_workplace_is_named()
    {
        string[] kinds = ["*.cs", "*.cshtml", "*.sql", "*.md", "*.resx", "*.json", "*.js", "*.css", "*.csproj", "*.props", "*.html", "*.txt"];
        string[] atTheTop = ["README.md", ".ci/run", "docker-compose.yml", "Dockerfile", ".dockerignore", ".editorconfig", "Directory.Build.props", "Directory.Packages.props", "BannedSymbols.txt", "global.json"];
        // The folder of this very clone, wherever it is, is a path of a machine too.
        var wrong = new Regex($"{MachinePath()}|{Regex.Escape(Sources.Root)}/", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

        var below = from folder in new[] { "src", "tests", "templates" } from kind in kinds from file in Sources.Under(folder, kind) select file;
        var top = atTheTop.Select(name => new SourceFile(name, Path.Combine(Sources.Root, name)));

        Assert.Empty(Lines(below.Concat(top), wrong));
    }

    private static IEnumerable<SourceFile> Business() =>
        Sources.Under("src/ETicket", "*.cs").Where(f => !f.Name.Contains("/Migrations/", StringComparison.Ordinal));

    private static IReadOnlyList<string> Lines(string folder, string pattern, Regex wrong) => Lines(Sources.Under(folder, pattern), wrong);

    private static IReadOnlyList<string> Lines(IEnumerable<SourceFile> files, Regex wrong) =>
    [
        .. from file in files
           where !file.Name.Contains("/Migrations/", StringComparison.Ordinal)
           from line in file.Text.Split('\n').Select((text, i) => (Text: text, Number: i + 1))
           where !line.Text.TrimStart().StartsWith("//", StringComparison.Ordinal) && wrong.IsMatch(line.Text)
           select $"{file.Name}:{line.Number} {line.Text.Trim()}",
    ];

    /// <summary>A comment, then perhaps attributes, then the type.</summary>
    private static bool DocumentedBefore(string text, int index)
    {
        var above = text[..index].TrimEnd().Split('\n').Reverse().SkipWhile(line => line.TrimStart().StartsWith('[')).FirstOrDefault() ?? "";
        return above.TrimStart().StartsWith("///", StringComparison.Ordinal);
    }

    /// <summary>
    /// An enum, mapping or part that completes the documented type of its file, and the classes of a module's registration, say enough by their name.
    /// </summary>
    private static bool IsFollowUp(string text, int index) => PublicType().Matches(text[..index]).Any(before => DocumentedBefore(text, before.Index));

    [GeneratedRegex(@"\{(?<n>\d)(?::[a-z]+)?\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Place();

    [GeneratedRegex(@"^using (?<name>[\w.]+);", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Import();

    [GeneratedRegex(@"\bDateTime(?:Offset)?\.(?:UtcNow|Now|Today)\b|\bEnvironment\.TickCount|\bTimeZoneInfo\.Local\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MachineClock();

    [GeneratedRegex(""" "(?:[^"\\]|\\.)*[àâçèéêëîïôöùûüœÀÂÇÈÉÊËÎÏÔÙÛÜŒ](?:[^"\\]|\\.)*" """, RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace, 1000)]
    private static partial Regex AccentedLiteral();

    [GeneratedRegex(@"^public (?:(?:sealed|static|abstract|readonly|partial|record) )*(?:class|record|struct|enum|interface) \w+", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex PublicType();

    /// <summary>Somebody's own folder, a mounted disk, a drive.</summary>
    [GeneratedRegex(@"(?<![\w.<])/(?:home|root|Users|mnt)/\w|\b[A-Z]:\\\\?[A-Z]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MachinePath();
}
