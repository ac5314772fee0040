using System.Buffers.Binary;
using System.Text.Json;
using ETicket.Mail.Letters;
using ETicket.Mail.Stops;
using ETicket.Web.Display;

namespace ETicket.UnitTests.Display;

/// <summary>What the page of preferences says of every letter, and what a phone is told of the portal it installs.</summary>
public sealed class PreferenceWordsTests
{
    [Fact]
    public void A_letter_to_a_family_is_either_chosen_or_due_and_both_are_said_in_words()
    {
        var chosen = LetterChoices.Topics.SelectMany(LetterChoices.Of).ToList();
        var due = LetterChoices.Due.SelectMany(story => story.Kinds).ToList();

        Assert.Equal(LetterBook.All.Except(LetterBook.ByStory[LetterStory.Staff]).Select(k => k.Name).Order(StringComparer.Ordinal), chosen.Concat(due).Select(k => k.Name).Order(StringComparer.Ordinal));
        Assert.All(LetterChoices.Topics, topic => Assert.NotEmpty(LetterChoices.Of(topic)));
        Assert.All(LetterChoices.Topics, topic => Assert.Equal(topic.InWords(), Words.Of(topic), ignoreCase: true));
        Assert.All(LetterChoices.Topics, topic => Assert.NotNull(Words.Find($"TopicHint_{topic}")));
        Assert.All(LetterChoices.Due, story => Assert.True(story.Kinds.Count > 0 && Words.Find($"DueStory_{story.Story}") is not null && Words.Find($"DueWhy_{story.Story}") is not null));
        Assert.All(due, kind => Assert.NotNull(Words.Find($"Letter_{kind.Name}")));
    }

    [Fact]
    public void R237_The_icons_of_the_installed_portal_are_there_in_the_sizes_it_says_one_to_be_cut_round()
    {
        var folder = Path.Combine(Sources.Root, "src/ETicket.Web/wwwroot");
        using var manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "manifest.webmanifest")));
        var icons = manifest.RootElement.GetProperty("icons").EnumerateArray().Select(icon => (File: icon.GetProperty("src").GetString()!, Size: icon.GetProperty("sizes").GetString()!, Cut: icon.TryGetProperty("purpose", out var purpose) ? purpose.GetString() : null)).ToList();

        var pictures = icons.Where(icon => icon.File.EndsWith(".png", StringComparison.Ordinal)).ToList();
        Assert.Equal([("192x192", null), ("512x512", null), ("512x512", "maskable")], pictures.Select(p => (p.Size, p.Cut)));
        Assert.All(pictures, picture => Assert.Equal(picture.Size, SizeOf(Path.Combine(folder, picture.File.TrimStart('/')))));
        Assert.Equal(("standalone", "/", "fr"), (manifest.RootElement.GetProperty("display").GetString(), manifest.RootElement.GetProperty("start_url").GetString(), manifest.RootElement.GetProperty("lang").GetString()));
    }

    /// <summary>Of a PNG: width and height are where its first chunk begins.</summary>
    private static string SizeOf(string path)
    {
        var head = File.ReadAllBytes(path).AsSpan(16, 8);
        return $"{BinaryPrimitives.ReadInt32BigEndian(head)}x{BinaryPrimitives.ReadInt32BigEndian(head[4..])}";
    }
}
