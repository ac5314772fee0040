using System.Buffers.Binary;

namespace ETicket.Mail.Documents.Pdf;

/// <summary>
/// « Sous-ensemble » — a font that holds only what one document draws: glyphs are numbered anew in the order they were first used, which is all a PDF needs. The same
/// glyphs in the same order make the same bytes.
/// </summary>
internal sealed class FontSubset(TrueTypeFont font)
{
    private const int HasWords = 1, HasScale = 8, HasMore = 32, HasTwoScales = 64, HasMatrix = 128;

    private readonly List<(ushort Source, int Width)> slots = [(0, font.WidthOf(0))];

    /// <summary>The number the glyph has here, drawn as in the font and as wide as asked.</summary>
    public ushort Add(ushort glyph, int width)
    {
        slots.Add((glyph, width));
        return (ushort)(slots.Count - 1);
    }

    /// <summary>The font file; it is complete, down to the check sums PDF readers ignore and printers do not.</summary>
    public byte[] Write()
    {
        var (outlines, offsets) = Outlines();
        var metrics = Metrics();
        var head = font.Copy("head").ToArray();
        BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(50), 1);
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(8), 0);
        var tables = new SortedDictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["glyf"] = outlines,
            ["head"] = head,
            ["hhea"] = Counting("hhea", 34),
            ["hmtx"] = metrics,
            ["loca"] = offsets,
            ["maxp"] = Counting("maxp", 4),
        };
        foreach (var instructions in new[] { "cvt ", "fpgm", "prep" })
        {
            if (font.Copy(instructions) is { Length: > 0 } copy)
                tables.Add(instructions, copy.ToArray());
        }
        return FontFile.Assemble(tables);
    }

    /// <summary>Components of accented letters join the subset while it is written: the list grows under the loop.</summary>
    private (byte[] Outlines, byte[] Offsets) Outlines()
    {
        using var outlines = new MemoryStream();
        List<uint> offsets = [];
        var components = new Dictionary<ushort, ushort>();
        for (var i = 0; i < slots.Count; i++)
        {
            offsets.Add((uint)outlines.Length);
            var outline = font.OutlineOf(slots[i].Source).ToArray();
            if (outline.Length > 0 && BinaryPrimitives.ReadInt16BigEndian(outline) < 0)
                Renumber(outline, components);
            outlines.Write(outline);
            while (outlines.Length % 4 != 0)
                outlines.WriteByte(0);
        }
        offsets.Add((uint)outlines.Length);
        var table = new byte[4 * offsets.Count];
        for (var i = 0; i < offsets.Count; i++)
            BinaryPrimitives.WriteUInt32BigEndian(table.AsSpan(4 * i), offsets[i]);
        return (outlines.ToArray(), table);
    }

    private void Renumber(byte[] outline, Dictionary<ushort, ushort> components)
    {
        var place = 10;
        int flags;
        do
        {
            flags = BinaryPrimitives.ReadUInt16BigEndian(outline.AsSpan(place));
            var source = BinaryPrimitives.ReadUInt16BigEndian(outline.AsSpan(place + 2));
            if (!components.TryGetValue(source, out var here))
                components.Add(source, here = Add(source, font.WidthOf(source)));
            BinaryPrimitives.WriteUInt16BigEndian(outline.AsSpan(place + 2), here);
            place += 4 + ((flags & HasWords) != 0 ? 4 : 2);
            place += (flags & HasScale) != 0 ? 2 : (flags & HasTwoScales) != 0 ? 4 : (flags & HasMatrix) != 0 ? 8 : 0;
        }
        while ((flags & HasMore) != 0);
    }

    private byte[] Metrics()
    {
        var metrics = new byte[4 * slots.Count];
        for (var i = 0; i < slots.Count; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(metrics.AsSpan(4 * i), (ushort)slots[i].Width);
            BinaryPrimitives.WriteInt16BigEndian(metrics.AsSpan(4 * i + 2), font.LeftBearingOf(slots[i].Source));
        }
        return metrics;
    }

    private byte[] Counting(string table, int place)
    {
        var copy = font.Copy(table).ToArray();
        BinaryPrimitives.WriteUInt16BigEndian(copy.AsSpan(place), (ushort)slots.Count);
        return copy;
    }
}
