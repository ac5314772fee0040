namespace ETicket.Families.Documents;

/// <summary>The kinds of file that are taken.</summary>
internal enum FileKind { Other, Pdf, Jpeg, Png }

/// <summary>« Nature du fichier » — by its first bytes, at their place: a PDF that begins further on is also something else.</summary>
internal static class FileSniffer
{
    private static ReadOnlySpan<byte> Jpeg => [0xFF, 0xD8, 0xFF];

    public static FileKind KindOf(ReadOnlySpan<byte> file) =>
        file.StartsWith("%PDF-1."u8) || file.StartsWith("%PDF-2."u8) ? FileKind.Pdf
        : file.StartsWith(Jpeg) ? FileKind.Jpeg
        : file.StartsWith(PngCleaner.Signature) ? FileKind.Png
        : FileKind.Other;
}

/// <summary>« PDF » — kept as bytes and never read: scripts, passwords and ten thousand pages are the reader's, who opens it on purpose.</summary>
internal static class PdfShape
{
    /// <summary>Where readers look for the end (ISO 32000-1, annex H.3.18).</summary>
    private const int Tail = 1_024;

    /// <summary>The same bytes, once they end as a PDF does: one cut short, or with another file behind it, does not.</summary>
    public static byte[] Checked(byte[] file) => file.AsSpan(Math.Max(0, file.Length - Tail)).IndexOf("%%EOF"u8) >= 0 ? file : throw new FileDamaged();
}

/// <summary>« Taille d'une image » — said in its first bytes; one that would fill a machine when drawn is refused before anybody draws it.</summary>
internal static class PictureSize
{
    public const int MostMegaPixels = 120;

    /// <summary>Refuses with <see cref="PictureTooLarge"/>, and with <see cref="FileDamaged"/> a picture of nothing.</summary>
    public static void Check(uint width, uint height)
    {
        if (width == 0 || height == 0)
            throw new FileDamaged();
        if ((ulong)width * height > MostMegaPixels * 1_000_000UL)
            throw new PictureTooLarge();
    }
}
