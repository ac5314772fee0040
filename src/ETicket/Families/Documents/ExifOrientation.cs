using System.Buffers.Binary;

namespace ETicket.Families.Documents;

/// <summary>« Sens de la photo » — the one thing of EXIF (CIPA DC-008) that is kept: which side of the picture is up, 1 to 8.</summary>
internal static class ExifOrientation
{
    private const byte AsTaken = 1;
    private const ushort Tag = 0x0112;
    private const ushort Short = 3;

    /// <summary>What the first directory says of it; anything odd is « as taken ».</summary>
    public static byte Read(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 8)
            return AsTaken;
        var little = tiff.StartsWith("II*\0"u8);
        if (!little && !tiff.StartsWith("MM\0*"u8))
            return AsTaken;
        var directory = Four(tiff[4..], little);
        if (directory > tiff.Length - 2)
            return AsTaken;
        var at = (int)directory;
        var entries = Two(tiff[at..], little);
        for (at += 2; entries > 0 && at + 12 <= tiff.Length; entries--, at += 12)
        {
            var entry = tiff.Slice(at, 12);
            if (Two(entry, little) == Tag)
                return Two(entry[2..], little) == Short && Four(entry[4..], little) == 1 && Two(entry[8..], little) is >= 1 and <= 8 and var side ? (byte)side : AsTaken;
        }
        return AsTaken;
    }

    /// <summary>A part of the file that says this and nothing else; none for a picture that is the right way up.</summary>
    public static byte[] Write(byte side) => side == AsTaken
        ? []
        :
        [
            0xFF, 0xE1, 0x00, 0x22, .. "Exif\0\0MM\0*"u8, 0x00, 0x00, 0x00, 0x08,
            0x00, 0x01, 0x01, 0x12, 0x00, 0x03, 0x00, 0x00, 0x00, 0x01, 0x00, side, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        ];

    private static ushort Two(ReadOnlySpan<byte> at, bool little) => little ? BinaryPrimitives.ReadUInt16LittleEndian(at) : BinaryPrimitives.ReadUInt16BigEndian(at);

    private static uint Four(ReadOnlySpan<byte> at, bool little) => little ? BinaryPrimitives.ReadUInt32LittleEndian(at) : BinaryPrimitives.ReadUInt32BigEndian(at);
}
