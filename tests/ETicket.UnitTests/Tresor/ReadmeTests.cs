using System.Text.RegularExpressions;

namespace ETicket.UnitTests.Tresor;

/// <summary>The tables that say which test shows what name tests that exist.</summary>
public sealed partial class ReadmeTests
{
    [Theory]
    [InlineData("src/ETicket.Tresor/README.md")]
    [InlineData("src/ETicket/Payments/Providers/PayFip/README.md")]
    public void Every_test_a_table_names_exists(string readme)
    {
        var tests = string.Concat(Sources.Under("tests", "*.cs").Select(file => file.Text));
        var text = File.ReadAllText(Path.Combine(Sources.Root, readme));
        var named = TestName().Matches(text[text.IndexOf("## Which test shows what", StringComparison.Ordinal)..]).Select(match => match.Groups["name"].Value).ToList();

        Assert.NotEmpty(named);
        Assert.All(named, name => Assert.True(tests.Contains($" {name}(", StringComparison.Ordinal), name));
    }

    [GeneratedRegex("`(?<name>[A-Z]\\w*(?:_\\w+)+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TestName();
}
