using System.Buffers.Binary;
using System.Text;

namespace ETicket.Mail.Documents.Pdf;

/// <summary>The feature « tnum » of a font: for each figure, the glyph that has the width of all the others. A column of euros cannot be read without it.</summary>
internal sealed class TabularFigures(byte[] data, int table)
{
    private const int SingleSubstitution = 1;
    private readonly Dictionary<ushort, ushort> figures = [];

    public IReadOnlyDictionary<ushort, ushort> Read()
    {
        var (features, lookups) = (table + Word(table + 6), table + Word(table + 8));
        for (var i = 0; i < Word(features); i++)
        {
            var record = features + 2 + 6 * i;
            if (Encoding.ASCII.GetString(data, record, 4) != "tnum")
                continue;
            var feature = features + Word(record + 4);
            for (var j = 0; j < Word(feature + 2); j++)
                ReadLookup(lookups + Word(lookups + 2 + 2 * Word(feature + 4 + 2 * j)));
        }
        return figures;
    }

    private void ReadLookup(int lookup)
    {
        if (Word(lookup) != SingleSubstitution)
            return;
        for (var i = 0; i < Word(lookup + 4); i++)
        {
            var subtable = lookup + Word(lookup + 6 + 2 * i);
            var covered = Covered(subtable + Word(subtable + 2));
            for (var j = 0; j < covered.Count; j++)
                figures.TryAdd(covered[j], Word(subtable) == 1 ? (ushort)(covered[j] + Word(subtable + 4)) : Word(subtable + 6 + 2 * j));
        }
    }

    private List<ushort> Covered(int coverage)
    {
        List<ushort> found = [];
        for (var i = 0; i < Word(coverage + 2); i++)
        {
            if (Word(coverage) == 1)
            {
                found.Add(Word(coverage + 4 + 2 * i));
                continue;
            }
            var range = coverage + 4 + 6 * i;
            for (int glyph = Word(range); glyph <= Word(range + 2); glyph++)
                found.Add((ushort)glyph);
        }
        return found;
    }

    private ushort Word(int offset) => BinaryPrimitives.ReadUInt16BigEndian(data.AsSpan(offset));
}
