using ETicket.Mail;
using ETicket.Mail.Letters;
using Microsoft.Extensions.Options;

namespace ETicket.UnitTests.Mail;

/// <summary>VAT is a fact of each line, and a promise is one: the letter of a receipt says the same as its paper.</summary>
public sealed class ReceiptVatTests
{
    /// <summary>56,00 € at 10 % hold 5,09 € of tax; what bears none says so.</summary>
    [Theory]
    [InlineData(0, 0, "TVA non applicable", "TVA à", "hors taxes")]
    [InlineData(1000, 0, "Prix toutes taxes comprises.|TVA à 10 % : 5,09 €, sur 50,91 € hors taxes|Autres lignes : TVA non applicable", "TVA à 0", "TVA à 20")]
    [InlineData(1000, 2000, "Prix toutes taxes comprises.|TVA à 10 % : 5,09 €, sur 50,91 € hors taxes|TVA à 20 % : 2,25 €, sur 11,25 € hors taxes", "non applicable", "Autres lignes")]
    public void The_letter_says_of_VAT_what_the_lines_of_the_receipt_say(int first, int second, string said, string never, string neither)
    {
        var letter = Letter(Post.Receipt with { Lines = [new("10 x Repas adulte", 10, 560, 5600, first), new("5 x Repas", 5, 270, 1350, second)], TotalCents = 6950 });

        foreach (var version in new[] { letter.Text, letter.Html })
        {
            var read = version.Replace("&nbsp;", " ", StringComparison.Ordinal).Replace('\u00A0', ' ').Replace('\u202F', ' ');
            Assert.All(said.Split('|'), words => Assert.Contains(words, read, StringComparison.Ordinal));
            Assert.All(new[] { never, neither }, words => Assert.DoesNotContain(words, read, StringComparison.Ordinal));
            Assert.Equal(first > 0, read.Contains("TVA 10 %", StringComparison.Ordinal));
            Assert.Equal(second > 0, read.Contains("TVA 20 %", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("PAYFIP_SEPA", true)]
    [InlineData("CHEQUE", true)]
    [InlineData("PAYFIP_CB", false)]
    [InlineData("ESPECES", false)]
    public void A_debit_and_a_cheque_are_received_on_condition_that_they_are_paid(string means, bool promised)
    {
        var letter = Letter(Post.Receipt with { Means = means });

        Assert.All([letter.Text, letter.Html], version => Assert.Equal(promised, version.Contains("sous réserve d’encaissement", StringComparison.Ordinal)));
    }

    private static RenderedLetter Letter(TopUpReceipt receipt) =>
        new Templates(Options.Create(new MailOptions { Templates = Post.RepositoryTemplates })).Render(LetterKind.Of<TopUpReceipt>(), LetterJson.Write(receipt));
}
