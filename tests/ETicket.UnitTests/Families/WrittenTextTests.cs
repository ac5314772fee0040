using ETicket.Families;

namespace ETicket.UnitTests.Families;

/// <summary>The one rule of texts: a card of the file, a health card and the title of a document keep the same letters and refuse the same.</summary>
public sealed class WrittenTextTests
{
    [Theory]
    [InlineData(" Ame\u0301lie\u00a0: asthme\t\r\nsous Ventoline ", true, "Amélie : asthme \nsous Ventoline")]
    [InlineData("Jugement\r\ndu 12", false, "Jugement du 12")]
    [InlineData("1\u202f200 mg 😀", true, "1 200 mg 😀")]
    public void What_is_typed_is_kept_in_one_way(string typed, bool lines, string kept)
    {
        Assert.Equal(TextFault.None, WrittenText.Judge(typed, 100, lines, out var text));
        Assert.Equal(kept, text);
    }

    [Theory]
    [InlineData("\u202Eanin")]
    [InlineData("Ni\u200Bna")]
    [InlineData("Ni\u0007na")]
    [InlineData("Ni\uD800na")]
    [InlineData("Ni\uE000na")]
    public void Letters_nobody_sees_are_refused(string typed) => Assert.Equal(TextFault.Unreadable, WrittenText.Judge(typed, 100, true, out _));

    [Fact]
    public void A_text_is_as_long_as_its_field()
    {
        Assert.Equal(TextFault.TooLong, WrittenText.Judge("abcdef", 5, false, out _));
        Assert.Equal(TextFault.TooLong, WrittenText.Judge(new string('\u202E', 10_000), 5, false, out _));
        Assert.Equal(TextFault.None, WrittenText.Judge("  abcde  ", 5, false, out _));
    }
}
