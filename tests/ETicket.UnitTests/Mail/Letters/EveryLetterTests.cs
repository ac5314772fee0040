using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ETicket.Mail.Letters;
using ETicket.Mail.Templating;
using ETicket.Web.Display;

namespace ETicket.UnitTests.Mail.Letters;

/// <summary>What must hold of every letter there is, and of the next one.</summary>
public sealed partial class EveryLetterTests
{
    public static TheoryData<string> Letters => LetterDesk.Letters;

    [Theory]
    [MemberData(nameof(Letters))]
    public void Every_example_is_a_letter_that_can_leave(string name)
    {
        var kind = LetterDesk.Kind(name);

        var written = LetterDesk.Whole.Preview.All(kind);

        Assert.NotEmpty(written);
        Assert.All(written, example =>
        {
            Assert.False(string.IsNullOrWhiteSpace(example.Letter.Subject));
            Assert.DoesNotContain(example.Letter.Subject, char.IsControl);
            Assert.EndsWith("</html>", example.Letter.Html.TrimEnd(), StringComparison.Ordinal);
            Assert.DoesNotContain("{{", example.Letter.Subject + example.Letter.Html + example.Letter.Text, StringComparison.Ordinal);
            // An empty line too many is a branch that left its hole behind.
            Assert.DoesNotContain("\n\n\n\n", example.Letter.Text.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        });
    }

    [Theory]
    [MemberData(nameof(Letters))]
    public void The_text_says_every_fact_the_page_says_and_no_other(string name)
    {
        var kind = LetterDesk.Kind(name);
        var (said, known) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var sample in LetterDesk.Whole.Samples.Of(kind))
        {
            foreach (var leaf in Leaf.Of(kind, sample.Variables).Where(l => l.Type != typeof(bool) && !l.IsCode))
            {
                var (value, mark) = Mark(leaf);
                var letter = LetterDesk.Whole.Templates.Render(kind, leaf.With(value));
                var (html, text) = (Packed(letter.Html).Contains(mark, StringComparison.Ordinal), Packed(letter.Text).Contains(mark, StringComparison.Ordinal));

                Assert.True(html == text, $"{sample.Title}: {leaf.Name} is in the {(html ? "page" : "text")} only");
                known.Add(leaf.Name);
                if (text)
                    said.Add(leaf.Name);
            }
        }
        Assert.Equal(known.Order(StringComparer.Ordinal), said.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Letters))]
    public void E15_E17_Whatever_a_person_typed_is_printed_as_it_was_typed(string name)
    {
        var kind = LetterDesk.Kind(name);
        string[] hostile =
        [
            "{{ 7*7 }} {{{guardian_first_name}}} {{> _frame}} {% env %} ${7*7}", "<script>alert(1)</script><img src=x onerror=alert(1)> \" ' &amp;",
            "Zoé\r\nBcc: tout@monde.example\r\n\r\nUn autre corps", "🍎 Élodie 👩‍👧‍👦 Ünï", string.Concat(Enumerable.Repeat("Élodie-", 29))[..200], "null\0\u2028fin",
        ];
        foreach (var sample in LetterDesk.Whole.Samples.Of(kind))
        {
            foreach (var leaf in Leaf.Of(kind, sample.Variables).Where(l => l.Type == typeof(string) && !l.IsCode && !l.IsAddress))
            {
                foreach (var typed in hostile)
                    PrintsIt(kind, leaf, typed);
            }
        }
    }

    private static void PrintsIt(LetterKind kind, Leaf leaf, string typed)
    {
        // A value is one line, in the text as in a header.
        var line = string.Concat(typed.ReplaceLineEndings(" ").Select(c => char.IsControl(c) ? ' ' : c));
        var absent = LetterDesk.Whole.Templates.Render(kind, leaf.With("MARQUE"));
        var letter = LetterDesk.Whole.Templates.Render(kind, leaf.With(typed));

        Assert.DoesNotContain(letter.Subject, char.IsControl);
        Assert.DoesNotContain("<script", letter.Html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", letter.Html, StringComparison.OrdinalIgnoreCase);
        if (absent.Text.Contains("MARQUE", StringComparison.Ordinal))
            Assert.Contains(line, letter.Text, StringComparison.Ordinal);
        if (absent.Html.Contains("MARQUE", StringComparison.Ordinal))
            Assert.Contains(HtmlText.Escape(line), letter.Html, StringComparison.Ordinal);
        if (absent.Subject.Contains("MARQUE", StringComparison.Ordinal))
            Assert.Contains(line.Trim(), letter.Subject, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_file_belongs_to_a_letter_and_every_letter_has_its_name_for_the_mairie()
    {
        var stems = LetterBook.All.Select(k => k.FileStem).ToHashSet(StringComparer.Ordinal);
        var strays = Directory.EnumerateFiles(LetterDesk.Whole.Folder, "*", SearchOption.AllDirectories).Select(f => Path.GetFileName(f))
            .Where(f => !f.StartsWith('_') && !stems.Contains(f.Split('.')[0]));

        Assert.Empty(strays);
        Assert.All(LetterBook.All, kind => Assert.False(string.IsNullOrWhiteSpace(Words.Find("Letter_" + kind.Name)), kind.Name));
        Assert.All(LetterBook.ByStory.Keys, story => Assert.False(string.IsNullOrWhiteSpace(Words.Of(story))));
        Assert.Equal(LetterBook.All.Count, LetterBook.All.Select(k => k.Name).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Only_what_a_family_can_do_without_may_be_stopped()
    {
        var stoppable = LetterBook.All.Where(k => k.Topic is not null).ToDictionary(k => k.Name, k => k.Topic!.Value, StringComparer.Ordinal);

        Assert.Equal(
            new Dictionary<string, LetterTopic>(StringComparer.Ordinal)
            {
                ["LowBalance"] = LetterTopic.LowBalance,
                ["BookingSummary"] = LetterTopic.Bookings,
                ["EmptyWeek"] = LetterTopic.Reminders,
                ["InvoiceReminder"] = LetterTopic.Reminders,
                ["DocumentMissing"] = LetterTopic.Reminders,
                ["GeneralInformation"] = LetterTopic.News,
            },
            stoppable);
    }

    [Fact]
    public void Every_letter_waits_for_the_day_but_those_somebody_waits_for_closures_and_alarms()
    {
        string[] atAnyHour =
        [
            nameof(RegistrationConfirm), nameof(AccountExists), nameof(AccountOpened), nameof(PasswordReset), nameof(CredentialsChanged), nameof(EmailConfirm), nameof(AccessClosed), nameof(SecondAccountInvitation), nameof(SecondAccountDecided), nameof(TopUpReceipt), // somebody waits in front of a page, or at the counter
            nameof(DaysClosed), nameof(NotBoarded), // tomorrow morning is another, a child is missing
            nameof(AuditReport), nameof(KitchenCount), // the night's alarm, and a count that changes before the kitchen lights its ovens
        ];

        Assert.Equal(LetterBook.All.Select(k => k.Name).Except(atAnyHour).Order(StringComparer.Ordinal), LetterBook.ByDay.Order(StringComparer.Ordinal));
        Assert.Empty(atAnyHour.Except(LetterBook.All.Select(k => k.Name)));
    }

    [Fact]
    public void No_letter_of_ours_speaks_of_health_or_of_belief()
    {
        var said = from file in Directory.EnumerateFiles(LetterDesk.Whole.Folder, "*", SearchOption.AllDirectories)
                   from Match word in Private().Matches(File.ReadAllText(file))
                   select $"{Path.GetFileName(file)}: {word.Value}";

        Assert.Empty(said);
    }

    /// <summary>Another fact, and how it reads once spaces are taken off.</summary>
    private static (JsonNode Value, string Mark) Mark(Leaf leaf) => leaf.Type switch
    {
        var t when t == typeof(long) && leaf.Name.EndsWith("cents", StringComparison.Ordinal) => (98765432L, "987654,32"),
        var t when t == typeof(int) && leaf.Name.EndsWith("rate", StringComparison.Ordinal) => (98765432, "987654,32%"),
        var t when t == typeof(int) || t == typeof(long) => (98765432, "98765432"),
        var t when t == typeof(DateOnly) => ("2031-03-13", "13mars"),
        var t when t == typeof(DateTimeOffset) => ("2031-03-13T11:17:00Z", "12:17"),
        _ => ("MARQUE-" + leaf.Name, "MARQUE-" + leaf.Name),
    };

    private static string Packed(string letter) => string.Concat(letter.Replace("&nbsp;", "", StringComparison.Ordinal).Where(c => !char.IsWhiteSpace(c)));

    [GeneratedRegex(@"\b(?:allergi\w*|PAI|malad\w*|médica\w*|santé|handicap\w*|halal|casher|kasher|religi\w*|musulman\w*|juif|chrétien\w*)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Private();
}
