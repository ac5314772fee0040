using ETicket.Mail;
using ETicket.Mail.Letters;

namespace ETicket.UnitTests.Mail.Letters;

/// <summary>A subject is a person's words too: on the wire it is a subject and nothing else.</summary>
public sealed class HostileMailTests
{
    [Theory]
    [InlineData("{{ 7*7 }} {% env %} <script>alert(1)</script>")]
    [InlineData("Cantine\r\nBcc: tout@monde.example\r\n\r\nUn autre corps")]
    [InlineData("🍎 Goûter 👩‍👧‍👦 Ünï =?utf-8?Q?cod=C3=A9?=")]
    [InlineData("200")]
    public async Task A_title_of_any_words_arrives_as_one_subject_to_one_reader(string typed)
    {
        var title = typed == "200" ? string.Concat(Enumerable.Repeat("Élodie-", 29))[..200] : typed;
        var letter = new GeneralInformation("Commune de Saint-Août", "Lefèvre", "Zoë", title, [new(title)], title, "https://portail.example/informations", "https://portail.example/");
        await using var post = await Post.OpensAsync();

        var outcome = await post.CarriesAsync(Post.Claimed(Post.Receipt) with { Name = GeneralInformation.Name, Variables = LetterJson.Write(letter) });

        Assert.IsType<Outcome.Sent>(outcome);
        var received = Assert.Single(post.Tray.All());
        Assert.Single(received.Recipients);
        Assert.DoesNotContain(received.Headers, header => header.Name == "Bcc");
        Assert.Equal(title.ReplaceLineEndings(" "), received.Subject);
        Assert.Contains(title.ReplaceLineEndings(" "), received.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", received.Html, StringComparison.OrdinalIgnoreCase);
    }
}
