using ETicket.Kernel;
using ETicket.Mail;
using ETicket.Mail.Letters;
using ETicket.Mail.Stops;
using Microsoft.Extensions.Options;

namespace ETicket.UnitTests.Mail;

/// <summary>A letter that may be stopped says so at its foot and in its headers; one that is due says nothing of it.</summary>
public sealed class StopFootTests
{
    private static readonly LetterKind Due = LetterKind.Of<TopUpReceipt>();
    private static readonly LetterKind Optional = Due with { Topic = LetterTopic.LowBalance };
    private static readonly StopOffer Offer = new(new StructureId(Guid.Parse("0198c0de-0000-7000-8000-000000000001")), LetterTopic.LowBalance, Guid.Parse("c0ffee00-1111-4222-8333-444455556666"), Stopped: false);

    private const string Address = "https://portail.example/saint-aout/lettres/0198c0de000070008000000000000001/c0ffee00111142228333444455556666";

    [Fact]
    public void An_optional_letter_tells_in_both_its_forms_where_it_is_stopped()
    {
        var letter = Rendered(Post.RepositoryTemplates, Optional, Offer);

        Assert.Equal(Address, letter.StopAddress?.AbsoluteUri);
        Assert.Contains($"href=\"{Address}\"", letter.Html, StringComparison.Ordinal);
        Assert.EndsWith($"Les messages «\u00A0tickets bientôt épuisés\u00A0» sont facultatifs. Pour ne plus les recevoir\u00A0:\n{Address}\n", letter.Text.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_letter_that_is_due_says_nothing_of_it()
    {
        var letter = Rendered(Post.RepositoryTemplates, Due, null);

        Assert.Null(letter.StopAddress);
        Assert.DoesNotContain("facultatif", letter.Html + letter.Text, StringComparison.Ordinal);
        Assert.EndsWith("https://portail.example/saint-aout\n", letter.Text.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_frame_that_forgot_how_to_stop_breaks_optional_letters_and_no_other()
    {
        var folder = Directory.CreateTempSubdirectory("modeles");
        var mail = folder.CreateSubdirectory("mail").FullName;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Post.RepositoryTemplates, "mail")))
            File.Copy(file, Path.Combine(mail, Path.GetFileName(file)));
        foreach (var frame in new[] { "_frame.html", "_frame.txt" })
            File.WriteAllText(Path.Combine(mail, frame), "{{structure_name}} {{> @partial-block}} {{portal_address}}");

        Assert.Equal("stop_address", Assert.Throws<UnusedVariable>(() => Rendered(folder.FullName, Optional, Offer)).What);
        Assert.Contains("Q2026-000012", Rendered(folder.FullName, Due, null).Text, StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    [Fact]
    public void Every_topic_has_its_words() => Assert.All(Enum.GetValues<LetterTopic>(), topic => Assert.NotEmpty(topic.InWords()));

    private static RenderedLetter Rendered(string templates, LetterKind kind, StopOffer? offer) =>
        new Templates(Options.Create(new MailOptions { Templates = templates })).Render(kind, LetterJson.Write(Post.Receipt), offer);
}
