using System.Buffers.Binary;

namespace ETicket.Families.Documents;

/// <summary>« Image sans ses à-côtés » — a PNG (ISO 15948) copied part by part: texts, dates, places and whatever stands behind its end are left out.</summary>
internal static class PngCleaner
{
    /// <summary>Length, name and check of a part.</summary>
    private const int Frame = 12;

    public static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Refuses with <see cref="FileDamaged"/> what is not a whole PNG, with <see cref="PictureTooLarge"/> one nobody should draw.</summary>
    public static byte[] Clean(ReadOnlySpan<byte> file)
    {
        using var kept = new MemoryStream(file.Length);
        kept.Write(Signature);
        var (at, drawn) = (Signature.Length, false);
        while (true)
        {
            if (at + Frame > file.Length)
                throw new FileDamaged();
            var length = BinaryPrimitives.ReadUInt32BigEndian(file[at..]);
            if (length > file.Length - at - Frame)
                throw new FileDamaged();
            var part = file.Slice(at, Frame + (int)length);
            var name = part.Slice(4, 4);
            if (at == Signature.Length)
                Measure(part, name);
            drawn |= name.SequenceEqual("IDAT"u8);
            if (IsKept(name))
                kept.Write(part);
            at += part.Length;
            if (name.SequenceEqual("IEND"u8))
                return drawn ? kept.ToArray() : throw new FileDamaged();
        }
    }

    /// <summary>The first part says how large the picture is.</summary>
    private static void Measure(ReadOnlySpan<byte> part, ReadOnlySpan<byte> name)
    {
        if (!name.SequenceEqual("IHDR"u8) || part.Length != Frame + 13)
            throw new FileDamaged();
        PictureSize.Check(BinaryPrimitives.ReadUInt32BigEndian(part[8..]), BinaryPrimitives.ReadUInt32BigEndian(part[12..]));
    }

    /// <summary>What draws the picture, and its colours.</summary>
    private static bool IsKept(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("IHDR"u8) || name.SequenceEqual("PLTE"u8) || name.SequenceEqual("IDAT"u8) || name.SequenceEqual("IEND"u8) || name.SequenceEqual("tRNS"u8)
        || name.SequenceEqual("gAMA"u8) || name.SequenceEqual("cHRM"u8) || name.SequenceEqual("sRGB"u8) || name.SequenceEqual("sBIT"u8) || name.SequenceEqual("pHYs"u8);
}
