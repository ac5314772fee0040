using System.Buffers.Binary;

namespace ETicket.Families.Documents;

/// <summary>
/// « Photo sans ses à-côtés » — a JPEG (ITU-T T.81) copied part by part: what draws the picture stays, what tells where, when and by whom it was taken goes, and so does
/// whatever stands behind its end. It stays the right way up.
/// </summary>
internal static class JpegCleaner
{
    private const byte Start = 0xD8;
    private const byte End = 0xD9;
    private const byte Scan = 0xDA;

    /// <summary>Refuses with <see cref="FileDamaged"/> what is not a whole JPEG, with <see cref="PictureTooLarge"/> one nobody should draw.</summary>
    public static byte[] Clean(ReadOnlySpan<byte> file)
    {
        using var kept = new MemoryStream(file.Length);
        var (at, upright, hasFrame) = (2, (byte)1, false);
        while (true)
        {
            var marker = MarkerAt(file, ref at);
            if (marker == End)
                break;
            if (marker is 0x01 or (>= 0xD0 and <= 0xD7))
            {
                kept.Write([0xFF, marker]);
                at += 2;
                continue;
            }
            var segment = SegmentAt(file, at);
            if (IsFrame(marker))
                hasFrame = Measured(segment);
            if (marker == 0xE1 && segment[4..].StartsWith("Exif\0\0"u8))
                upright = ExifOrientation.Read(segment[10..]);
            if (IsKept(marker, segment))
                kept.Write(segment);
            at += segment.Length;
            if (marker == Scan)
                CopyScan(file, ref at, kept);
        }
        if (!hasFrame)
            throw new FileDamaged();
        return [0xFF, Start, .. ExifOrientation.Write(upright), .. kept.ToArray(), 0xFF, End];
    }

    /// <summary>The code of the marker, which any number of FF may come before.</summary>
    private static byte MarkerAt(ReadOnlySpan<byte> file, ref int at)
    {
        while (at + 1 < file.Length && file[at] == 0xFF && file[at + 1] == 0xFF)
            at++;
        if (at + 1 >= file.Length || file[at] != 0xFF || file[at + 1] is 0x00 or Start)
            throw new FileDamaged();
        return file[at + 1];
    }

    /// <summary>Marker, length and what it counts.</summary>
    private static ReadOnlySpan<byte> SegmentAt(ReadOnlySpan<byte> file, int at)
    {
        if (at + 4 > file.Length)
            throw new FileDamaged();
        var length = BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]);
        return length >= 2 && at + 2 + length <= file.Length ? file.Slice(at, 2 + length) : throw new FileDamaged();
    }

    /// <summary>The drawn lines go on until a marker that is neither a restart nor an escaped FF.</summary>
    private static void CopyScan(ReadOnlySpan<byte> file, ref int at, MemoryStream kept)
    {
        var from = at;
        while (true)
        {
            var next = file[at..].IndexOf((byte)0xFF);
            if (next < 0 || at + next + 1 >= file.Length)
                throw new FileDamaged();
            at += next;
            if (file[at + 1] is 0x00 or (>= 0xD0 and <= 0xD7))
                at += 2;
            else if (file[at + 1] == 0xFF)
                at++;
            else
                break;
        }
        kept.Write(file[from..at]);
    }

    /// <summary>SOF0 to SOF15, which share their row with tables and an extension.</summary>
    private static bool IsFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    private static bool Measured(ReadOnlySpan<byte> frame)
    {
        if (frame.Length < 9)
            throw new FileDamaged();
        PictureSize.Check(BinaryPrimitives.ReadUInt16BigEndian(frame[7..]), BinaryPrimitives.ReadUInt16BigEndian(frame[5..]));
        return true;
    }

    /// <summary>Of the application's parts and comments, only the form of the file and its colours.</summary>
    private static bool IsKept(byte marker, ReadOnlySpan<byte> segment) => marker switch
    {
        0xE0 => segment[4..].StartsWith("JFIF\0"u8),
        0xE2 => segment[4..].StartsWith("ICC_PROFILE\0"u8),
        0xEE => segment[4..].StartsWith("Adobe"u8),
        >= 0xE1 and <= 0xEF or 0xFE => false,
        _ => true,
    };
}
