using System.Text;
using ETicket.Families.Documents;

namespace ETicket.UnitTests.Families;

/// <summary>Files as strangers make them (reliability rows F9 to F17): what is kept is what the file is, and nothing of it is unpacked, drawn or believed.</summary>
public sealed class IncomingFileTests
{
    public static TheoryData<string, byte[]> Refused => new()
    {
        { "photo.png", Corpus.Svg }, { "page.png", Corpus.Html }, { "attestation.pdf", Corpus.Executable }, { "image.jpg", Corpus.Gifar }, { "dossier.docx", Corpus.ZipBomb(16) },
        { "dossier.pdf", Corpus.ZipBomb(1) }, { "decale.pdf", [.. "GIF89a "u8, .. Corpus.Pdf] }, { "html.pdf", [.. Corpus.Html, .. Corpus.Pdf] }, { "courrier.txt", "Bonjour"u8.ToArray() },
        { "un.jpg", [0xFF] }, { "photo.heic", [0, 0, 0, 24, .. "ftypheic"u8, .. new byte[64]] },
    };

    public static TheoryData<string, byte[]> Damaged => new()
    {
        { "cut.pdf", Corpus.Pdf[..40] }, { "zip-behind.pdf", [.. Corpus.Pdf, .. new byte[2_000], .. Corpus.ZipBomb(1)] }, { "three.jpg", [0xFF, 0xD8, 0xFF] }, { "cut.jpg", Corpus.Jpeg()[..^2] },
        { "no-frame.jpg", [0xFF, 0xD8, 0xFF, 0xD9] }, { "long-part.jpg", [0xFF, 0xD8, 0xFF, 0xE1, 0xFF, 0xFF, 1, 2, 3] }, { "nothing.jpg", Corpus.Jpeg(Corpus.Frame(0, 8)) },
        { "cut.png", Corpus.Png(8, 8)[..^12] }, { "no-lines.png", [.. Corpus.Png(8, 8)[..33], .. Corpus.Chunk("IEND", [])] }, { "endless.png", [.. Corpus.Png(8, 8)[..33], 0xFF, 0xFF, 0xFF, 0xFF, .. "IDAT"u8, 0, 0, 0, 0] },
        { "headless.png", [.. Corpus.Png(8, 8)[..8], .. Corpus.Chunk("IEND", [])] },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void F9_F11_What_is_neither_a_PDF_nor_a_picture_is_refused_whatever_its_name(string name, byte[] content) =>
        Assert.Throws<FileOfOtherKind>(() => new IncomingFile(name, content).Accepted());

    [Theory]
    [MemberData(nameof(Damaged))]
    public void F15_What_begins_well_and_does_not_go_on_is_refused(string name, byte[] content) =>
        Assert.Throws<FileDamaged>(() => new IncomingFile(name, content).Accepted());

    [Fact]
    public void Every_cut_of_a_picture_is_refused_and_none_breaks_the_program()
    {
        foreach (var whole in new[] { Corpus.Jpeg(Corpus.Exif(6), Corpus.Comment("x")), Corpus.Png(8, 8, Corpus.Chunk("tEXt", "a\0b"u8.ToArray())) })
        {
            for (var kept = 3; kept < whole.Length; kept++)
                Assert.ThrowsAny<FileRefused>(() => new IncomingFile("cut", whole[..kept]).Accepted());
        }
    }

    [Fact]
    public void Ten_thousand_spoiled_pictures_are_taken_or_refused_and_none_breaks_the_program()
    {
        var chance = new Random(20261202);
        foreach (var whole in new[] { Corpus.Jpeg(Corpus.Exif(3), Corpus.Exif(8, little: true)), Corpus.Png(8, 8, Corpus.Chunk("pHYs", new byte[9])) })
        {
            for (var turn = 0; turn < 5_000; turn++)
            {
                byte[] spoiled = [.. whole];
                for (var i = 0; i < 4; i++)
                    spoiled[chance.Next(3, spoiled.Length)] = (byte)chance.Next(256);
                try
                {
                    new IncomingFile("spoiled", spoiled).Accepted();
                }
                catch (FileRefused)
                {
                    // Said in a sentence.
                }
            }
        }
    }

    [Fact]
    public void F10_Nothing_and_too_much_are_refused()
    {
        Assert.Throws<FileEmpty>(() => new IncomingFile("vide.pdf", []).Accepted());
        Assert.Throws<FileTooBig>(() => new IncomingFile("lourd.pdf", [.. Corpus.Pdf, .. new byte[IncomingFile.MostBytes]]).Accepted());
        byte[] full = [.. "%PDF-1.4\n"u8, .. new byte[IncomingFile.MostBytes - 14], .. "%%EOF"u8];
        Assert.Equal(full, new IncomingFile("plein.pdf", full).Accepted().Content);
    }

    [Fact]
    public void F12_A_picture_of_thirty_thousand_pixels_a_side_is_refused_before_it_is_drawn()
    {
        Assert.Throws<PictureTooLarge>(() => new IncomingFile("grand.png", Corpus.Png(30_000, 30_000)).Accepted());
        Assert.Throws<PictureTooLarge>(() => new IncomingFile("grand.png", Corpus.Png(uint.MaxValue, uint.MaxValue)).Accepted());
        Assert.Throws<PictureTooLarge>(() => new IncomingFile("grand.jpg", Corpus.Jpeg(Corpus.Frame(60_000, 60_000))).Accepted());
        new IncomingFile("scan.png", Corpus.Png(10_000, 10_000)).Accepted();
    }

    [Fact]
    public void F17_A_PDF_with_a_script_or_a_password_is_kept_as_bytes_and_is_never_read()
    {
        var kept = new IncomingFile("jugement.pdf", Corpus.ScriptedPdf).Accepted();

        Assert.Equal(("application/pdf", "jugement.pdf"), (kept.MediaType, kept.Name));
        Assert.Equal(Corpus.ScriptedPdf, kept.Content);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(6, false)]
    [InlineData(8, true)]
    public void F14_Where_and_when_a_photo_was_taken_goes_and_its_right_side_stays_up(byte side, bool little)
    {
        byte[] behind = Corpus.ZipBomb(1);
        byte[] photo = [.. Corpus.Jpeg(Corpus.Exif(side, little), Corpus.Part(0xED, Encoding.ASCII.GetBytes(Corpus.Place)), Corpus.Comment(Corpus.Place)), .. behind];

        var kept = new IncomingFile("IMG_2041.JPG", photo).Accepted();

        Assert.Equal(("image/jpeg", "IMG_2041.jpg"), (kept.MediaType, kept.Name));
        Assert.DoesNotContain(Corpus.Place, Encoding.Latin1.GetString(kept.Content), StringComparison.Ordinal);
        Assert.Equal(side == 1 ? 0 : 1, Times(kept.Content, "Exif"));
        if (side != 1)
            Assert.Equal(Corpus.Exif(side)[4..36], kept.Content[6..38]);
        // The picture itself, to its end and no further.
        var plain = Corpus.Jpeg();
        Assert.Equal(plain[2..], kept.Content[^(plain.Length - 2)..]);
        Assert.Equal(kept.Content, new IncomingFile("again", kept.Content).Accepted().Content);
    }

    [Fact]
    public void F14_Of_an_image_only_the_image_is_kept()
    {
        byte[] image =
        [
            .. Corpus.Png(8, 8, Corpus.Chunk("eXIf", Encoding.ASCII.GetBytes(Corpus.Place)), Corpus.Chunk("tEXt", Encoding.ASCII.GetBytes("Comment\0" + Corpus.Place)), Corpus.Chunk("pHYs", new byte[9])),
            .. Corpus.ZipBomb(1),
        ];

        var kept = new IncomingFile("scan", image).Accepted();

        Assert.Equal(("image/png", "scan.png"), (kept.MediaType, kept.Name));
        Assert.Equal(Corpus.Png(8, 8, Corpus.Chunk("pHYs", new byte[9])), kept.Content);
    }

    private static int Times(byte[] bytes, string word) => Encoding.Latin1.GetString(bytes).Split(word).Length - 1;
}
