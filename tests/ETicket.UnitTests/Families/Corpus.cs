using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace ETicket.UnitTests.Families;

/// <summary>Files a family may send, and files nobody should: made here, byte by byte, so that each says what it is.</summary>
internal static class Corpus
{
    /// <summary>Where a photo was taken, as its EXIF would say it.</summary>
    public const string Place = "GPS-44.8378N-0.5792W";

    public static byte[] Pdf { get; } = Encoding.ASCII.GetBytes("%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n");

    /// <summary>It runs a script when opened (F17).</summary>
    public static byte[] ScriptedPdf { get; } = Encoding.ASCII.GetBytes(
        "%PDF-1.7\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>>>endobj\ntrailer<</Root 1 0 R/Encrypt 2 0 R>>\nstartxref\n9\n%%EOF\n");

    public static byte[] Svg { get; } = Encoding.UTF8.GetBytes("<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(document.cookie)</script></svg>");

    public static byte[] Html { get; } = Encoding.UTF8.GetBytes("<!doctype html><script>alert(1)</script>");

    public static byte[] Executable { get; } = [.. "MZ"u8, 0x90, 0x00, .. new byte[200], .. "This program cannot be run in DOS mode."u8];

    /// <summary>A picture that is also an archive: GIF at its head, ZIP at its tail.</summary>
    public static byte[] Gifar => [.. "GIF89a"u8, .. new byte[64], .. ZipBomb(1)];

    /// <summary>An archive of zeroes, a thousand times smaller than what it holds.</summary>
    public static byte[] ZipBomb(int megaBytes)
    {
        using var made = new MemoryStream();
        using (var archive = new ZipArchive(made, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = archive.CreateEntry("zeroes").Open();
            for (var i = 0; i < megaBytes; i++)
                entry.Write(new byte[1_048_576]);
        }
        return made.ToArray();
    }

    /// <summary>A JPEG of one grey square of eight by eight, with whatever parts are to stand before the picture.</summary>
    public static byte[] Jpeg(params byte[][] parts) =>
    [
        0xFF, 0xD8, .. Part(0xE0, [.. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0]), .. parts.SelectMany(p => p),
        .. Part(0xDB, [0, .. Enumerable.Repeat((byte)16, 64)]), .. Frame(8, 8),
        .. Part(0xC4, [0x00, 1, .. new byte[15], 0]), .. Part(0xC4, [0x10, 1, .. new byte[15], 0]),
        .. Part(0xDA, [1, 1, 0, 0, 63, 0]), 0x3F, 0xFF, 0x00, 0xFF, 0xD0, 0x3F, 0xFF, 0xD9,
    ];

    public static byte[] Frame(ushort width, ushort height) => Part(0xC0, [8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, 1, 1, 0x11, 0]);

    /// <summary>EXIF that says where, and which side is up.</summary>
    public static byte[] Exif(byte side, bool little = false)
    {
        var tiff = new byte[26];
        (little ? "II*\0"u8 : "MM\0*"u8).CopyTo(tiff);
        Four(tiff.AsSpan(4), 8);
        Two(tiff.AsSpan(8), 1);
        Two(tiff.AsSpan(10), 0x0112);
        Two(tiff.AsSpan(12), 3);
        Four(tiff.AsSpan(14), 1);
        Two(tiff.AsSpan(18), side);
        return Part(0xE1, [.. "Exif\0\0"u8, .. tiff, .. Encoding.ASCII.GetBytes(Place)]);

        void Two(Span<byte> at, ushort value)
        {
            if (little)
                BinaryPrimitives.WriteUInt16LittleEndian(at, value);
            else
                BinaryPrimitives.WriteUInt16BigEndian(at, value);
        }

        void Four(Span<byte> at, uint value)
        {
            if (little)
                BinaryPrimitives.WriteUInt32LittleEndian(at, value);
            else
                BinaryPrimitives.WriteUInt32BigEndian(at, value);
        }
    }

    public static byte[] Comment(string text) => Part(0xFE, Encoding.UTF8.GetBytes(text));

    public static byte[] Part(byte marker, byte[] content) => [0xFF, marker, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2), .. content];

    /// <summary>A PNG of that size in grey, its lines not drawn unless it is small, with whatever parts are to stand before the picture.</summary>
    public static byte[] Png(uint width, uint height, params byte[][] parts)
    {
        var head = new byte[13];
        BinaryPrimitives.WriteUInt32BigEndian(head, width);
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(4), height);
        head[8] = 8;
        using var lines = new MemoryStream();
        using (var packed = new ZLibStream(lines, CompressionLevel.Optimal, leaveOpen: true))
            packed.Write(new byte[(int)Math.Min(4_096UL, (width + 1UL) * height)]);
        return [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, .. Chunk("IHDR", head), .. parts.SelectMany(p => p), .. Chunk("IDAT", lines.ToArray()), .. Chunk("IEND", [])];
    }

    public static byte[] Chunk(string name, byte[] content)
    {
        byte[] named = [.. Encoding.ASCII.GetBytes(name), .. content];
        var made = new byte[named.Length + 8];
        BinaryPrimitives.WriteUInt32BigEndian(made, (uint)content.Length);
        named.CopyTo(made, 4);
        BinaryPrimitives.WriteUInt32BigEndian(made.AsSpan(named.Length + 4), Crc(named));
        return made;
    }

    private static uint Crc(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var one in bytes)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }
        return ~crc;
    }
}
