using ETicket.Families.Documents;

namespace ETicket.UnitTests.Families;

/// <summary>Names a stranger gave (F13): what is shown and saved has no path, no letter nobody sees, and says what the file is.</summary>
public sealed class FileNamesTests
{
    [Theory]
    [InlineData("Assurance Lou 2026.pdf", "Assurance Lou 2026.pdf")]
    [InlineData("attestation.PDF", "attestation.pdf")]
    [InlineData("été à l’école.pdf", "été à l’école.pdf")]
    [InlineData("e\u0301te\u0301.pdf", "été.pdf")]
    [InlineData("../../etc/passwd", "passwd.pdf")]
    [InlineData("c:\\windows\\system32\\cmd.exe", "cmd.exe.pdf")]
    [InlineData("..\\..\\x.pdf", "x.pdf")]
    [InlineData("facture\u202Efdp.exe", "facture fdp.exe.pdf")]
    [InlineData("a\u0000b\r\nSet-Cookie: x=1.pdf", "a b Set-Cookie x 1.pdf")]
    [InlineData("zéro\u200Blargeur\uFEFF.pdf", "zéro largeur.pdf")]
    [InlineData("\"><script>.pdf", "script.pdf")]
    [InlineData("CON", "document CON.pdf")]
    [InlineData("nul.txt.pdf", "document nul.txt.pdf")]
    [InlineData("LPT1.png", "document LPT1.pdf")]
    [InlineData("conte.pdf", "conte.pdf")]
    [InlineData("", "document.pdf")]
    [InlineData("...", "document.pdf")]
    [InlineData(".htaccess", "htaccess.pdf")]
    [InlineData("/", "document.pdf")]
    [InlineData("   espaces    partout   .pdf", "espaces partout.pdf")]
    [InlineData("50%2f..%2fx.pdf", "50 2f.. 2fx.pdf")]
    public void F13_A_name_is_shown_without_what_it_hides(string given, string shown) => Assert.Equal(shown, FileNames.Clean(given, ".pdf"));

    [Fact]
    public void F13_A_name_of_three_hundred_letters_is_cut_between_two_of_them()
    {
        Assert.Equal(FileNames.Most + 4, FileNames.Clean(new string('a', 300) + ".pdf", ".pdf").Length);
        var accents = FileNames.Clean(string.Concat(Enumerable.Repeat("q\u0323", 200)), ".pdf");
        Assert.Equal(('\u0323', true), (accents[^5], accents.Length <= FileNames.Most + 4));
        Assert.True(FileNames.Clean(string.Concat(Enumerable.Repeat("🧾", 200)), ".pdf").Length <= FileNames.Most + 4);
        Assert.Equal("document.pdf", FileNames.Clean(new string('.', 100_000) + "a", ".pdf"));
    }
}
