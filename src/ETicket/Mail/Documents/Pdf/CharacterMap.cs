using System.Buffers.Binary;

namespace ETicket.Mail.Documents.Pdf;

/// <summary>The « cmap » table: character → glyph, of the two formats fonts of today use (4 up to U+FFFF, 12 beyond).</summary>
internal sealed class CharacterMap(byte[] data, int table)
{
    private readonly Dictionary<int, ushort> glyphs = [];

    public IReadOnlyDictionary<int, ushort> Read()
    {
        for (var i = 0; i < Word(table + 2); i++)
        {
            var record = table + 4 + 8 * i;
            var subtable = table + (int)Long(record + 4);
            switch ((Platform: Word(record), Format: Word(subtable)))
            {
                case (0 or 3, 4):
                    ReadSegments(subtable);
                    break;
                case (0 or 3, 12):
                    ReadGroups(subtable);
                    break;
                default:
                    break;
            }
        }
        return glyphs;
    }

    private void ReadSegments(int subtable)
    {
        var count = Word(subtable + 6) / 2;
        for (var i = 0; i < count; i++)
        {
            int last = Word(subtable + 14 + 2 * i), first = Word(subtable + 16 + 2 * count + 2 * i), delta = Word(subtable + 16 + 4 * count + 2 * i);
            var place = subtable + 16 + 6 * count + 2 * i;
            for (var character = first; character <= last && character < 0xFFFF; character++)
            {
                var glyph = Word(place) is var offset && offset == 0 ? character : Word(place + offset + 2 * (character - first));
                if (offset == 0 || glyph != 0)
                    Add(character, (ushort)(glyph + delta));
            }
        }
    }

    private void ReadGroups(int subtable)
    {
        for (var i = 0; i < Long(subtable + 12); i++)
        {
            var group = subtable + 16 + 12 * i;
            uint first = Long(group), last = Long(group + 4), glyph = Long(group + 8);
            for (var character = first; character <= last; character++)
                Add((int)character, (ushort)(glyph + character - first));
        }
    }

    private void Add(int character, ushort glyph)
    {
        if (glyph != 0)
            glyphs.TryAdd(character, glyph);
    }

    private ushort Word(int offset) => BinaryPrimitives.ReadUInt16BigEndian(data.AsSpan(offset));

    private uint Long(int offset) => BinaryPrimitives.ReadUInt32BigEndian(data.AsSpan(offset));
}
