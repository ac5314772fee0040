using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ETicket.Mail;
using ETicket.Mail.Letters;
using ETicket.Mail.Templating;
using static ETicket.UnitTests.Mail.UndoneSale;

namespace ETicket.UnitTests.Mail.Letters;

/// <summary>An association takes money in its own name: none of its letters cites an act or a régie it does not have, and those of a commune still do.</summary>
public sealed partial class AssociationLettersTests
{
    private static readonly string[] Citing = [.. LetterBook.All.Where(kind => VariableShape.Of(kind.Variables).Has("regie_act_number")).Select(kind => kind.Name)];

    public static TheoryData<string> Letters => [.. Citing];

    [Fact]
    public void Three_letters_cite_an_act() =>
        Assert.Equal(new[] { nameof(TicketsGivenBack), nameof(TicketsTakenBack), nameof(TopUpReceipt) }, Citing.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Letters))]
    public void Every_example_cites_the_act_of_a_regie_and_none_for_an_association(string name)
    {
        var kind = LetterDesk.Kind(name);
        var written = LetterDesk.Whole.Preview.All(kind).Zip(LetterDesk.Whole.Samples.Of(kind), (letter, sample) => (letter.Letter, Act: (string?)JsonNode.Parse(sample.Variables)!["regie_act_number"])).ToList();

        Assert.Contains(written, example => example.Act is null);
        Assert.Contains(written, example => example.Act is not null);
        Assert.All(written, example =>
        {
            if (example.Act is null)
                SpeaksOfNoRegie(example.Letter);
            else
                Assert.All([example.Letter.Text, Bare(example.Letter.Html)], version => Assert.Contains($"Acte constitutif n° {example.Act} du lundi 12 décembre 2016", Plain(version), StringComparison.Ordinal));
        });
    }

    /// <summary>Every branch, not only those an example takes.</summary>
    [Theory]
    [MemberData(nameof(Causes), MemberType = typeof(UndoneSale))]
    public void Whatever_undoes_a_sale_an_association_tells_it_in_its_own_name(string cause, string subject, string words)
    {
        Assert.NotEqual(subject, words);
        foreach (var payer in new[] { null, "CCAS de Saint-Août" })
        {
            foreach (var (owed, again) in new (long?, bool)[] { (null, false), (1620, false), (540, true) })
            {
                SpeaksOfNoRegie(Render(Taken(cause) with
                {
                    StructureName = "Amis de l’école",
                    RegieName = "Amis de l’école",
                    RegieActNumber = null,
                    RegieActDate = null,
                    PaidBy = payer,
                    OwedToCommuneCents = owed,
                    AskedByTitre = owed > 1500,
                    NotedAgain = again,
                }));
                SpeaksOfNoRegie(Render(Given(cause) with
                {
                    StructureName = "Amis de l’école",
                    RegieName = "Amis de l’école",
                    RegieActNumber = null,
                    RegieActDate = null,
                    PaidBy = payer,
                    RefundFailed = cause is "refund" or "card" or "commune",
                    NotPaid = again,
                    NoLongerOwedCents = owed,
                }));
            }
        }
    }

    private static void SpeaksOfNoRegie(RenderedLetter letter)
    {
        foreach (var version in new[] { letter.Subject, letter.Text, Bare(letter.Html) })
            Assert.DoesNotMatch(OfARegie(), version);
        Assert.Contains("mis de l’école", letter.Text, StringComparison.Ordinal);
    }

    private static string Plain(string text) => text.Replace("&nbsp;", " ", StringComparison.Ordinal).Replace('\u00A0', ' ');

    /// <summary>The words of a public till and of who stands behind it; a commune that issues no « titre » for it.</summary>
    [GeneratedRegex(@"\b(?:actes?|régies?|régisseurs?|la commune|avis des sommes à payer)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OfARegie();
}
