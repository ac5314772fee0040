using System.Text.RegularExpressions;
using ETicket.Ledger;
using ETicket.Payments;
using ETicket.Payments.Asking;
using ETicket.Web.Display;

namespace ETicket.UnitTests.Display;

/// <summary>What a code is called where a person reads it.</summary>
public sealed partial class WordsTests
{
    [Fact]
    public void What_takes_tickets_back_and_what_gives_them_again_is_not_always_a_rejected_payment()
    {
        Assert.Equal("Paiement repris ou remboursé, tickets repris", Words.Of(EntryKind.Reversal));
        Assert.Equal("Reprise levée, tickets rendus", Words.Of(EntryKind.ReversalUndone));
    }

    [Fact]
    public void Whoever_told_us_of_a_payment_has_a_name_in_French()
    {
        var written = Sources.Under("src", "*.cs").SelectMany(file => Told().Matches(file.Text)).Select(told => told.Groups[1].Value).Concat([News.WonBack, Asks.Sweep, Asks.Notification]).Distinct().Order().ToList();

        Assert.Equal(["counter", "notification", "replay", "retry", "return", "staff", "start", "sweep", "won back"], written);
        Assert.All(written, source => Assert.NotNull(Words.Find("Source_" + source.Replace(' ', '_'))));
        Assert.All(Enum.GetNames<ReceiptKind>(), kind => Assert.NotEqual(kind, Words.Source(kind)));
    }

    /// <summary>Each sentence that sends somebody to what undoes a payment says where, as its heading does; that a payment came twice has its own words.</summary>
    [Fact]
    public void What_undoes_a_payment_is_called_the_same_wherever_it_is_spoken_of()
    {
        const string Heading = "Impayé, contestation ou remboursement";
        var texts = Sources.Under("src", "*.resx").Concat(Sources.Under("src", "*.cshtml")).SelectMany(file => file.Text.Split('\n')).ToList();

        Assert.DoesNotContain(texts, line => line.Contains("Annuler ou rembourser", StringComparison.Ordinal));
        Assert.Contains(texts, line => line.Contains($">{Heading}</h2>", StringComparison.Ordinal));
        Assert.Contains($"depuis «\u00A0{Heading}\u00A0»", GapWords.Meaning("refund"), StringComparison.Ordinal);
    }

    /// <summary>The first words between quotes where news is told, or a provider is asked for it.</summary>
    [GeneratedRegex("""(?:new News\(|SettleAsync\(|[^a-zA-Z]Step\()[^;"{]*"([a-z ]+)" ?""")]
    private static partial Regex Told();
}
