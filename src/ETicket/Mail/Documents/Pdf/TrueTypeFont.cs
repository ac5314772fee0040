using System.Buffers.Binary;
using System.Text;

namespace ETicket.Mail.Documents.Pdf;

/// <summary>
/// « Police » — a TrueType file as read (OpenType 1.9): which glyph a character has, how wide it is, how it is drawn. Read once for the whole program; never changed.
/// </summary>
internal sealed class TrueTypeFont
{
    private readonly byte[] data;
    private readonly Dictionary<string, (int Offset, int Length)> tables = new(StringComparer.Ordinal);
    private readonly IReadOnlyDictionary<int, ushort> glyphs;
    private readonly IReadOnlyDictionary<ushort, ushort> tabular;
    private readonly bool longOffsets;
    private readonly int widths;

    private TrueTypeFont(string name, byte[] data)
    {
        Name = name;
        this.data = data;
        for (var i = 0; i < Word(4); i++)
        {
            var record = 12 + 16 * i;
            tables.Add(Encoding.ASCII.GetString(data, record, 4), ((int)Long(record + 8), (int)Long(record + 12)));
        }
        var head = Table("head");
        UnitsPerEm = Word(head + 18);
        Box = [Signed(head + 36), Signed(head + 38), Signed(head + 40), Signed(head + 42)];
        longOffsets = Word(head + 50) == 1;
        Ascent = Signed(Table("hhea") + 4);
        Descent = Signed(Table("hhea") + 6);
        widths = Word(Table("hhea") + 34);
        CapHeight = Signed(Table("OS/2") + 88);
        glyphs = new CharacterMap(data, Table("cmap")).Read();
        tabular = tables.ContainsKey("GSUB") ? new TabularFigures(data, Table("GSUB")).Read() : new Dictionary<ushort, ushort>();
    }

    /// <summary>The name PDF knows it by, without space.</summary>
    public string Name { get; }
    public int UnitsPerEm { get; }
    public int Ascent { get; }
    public int Descent { get; }
    public int CapHeight { get; }
    public IReadOnlyList<short> Box { get; }
    public bool IsBold => Name.EndsWith("Bold", StringComparison.Ordinal);

    /// <summary>A font of the program's own, by the name of its file.</summary>
    public static TrueTypeFont Load(string name)
    {
        using var stream = typeof(TrueTypeFont).Assembly.GetManifestResourceStream($"Fonts/{name}.ttf") ?? throw new InvalidOperationException($"Font {name} is not in the assembly.");
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return new TrueTypeFont(name, copy.ToArray());
    }

    /// <summary>The glyph of a character, figures all of one width so that columns of money stand straight; null when the font has none.</summary>
    public ushort? GlyphOf(Rune character) =>
        glyphs.TryGetValue(character.Value, out var glyph) ? tabular.GetValueOrDefault(glyph, glyph) : null;

    /// <summary>In units of the font.</summary>
    public int WidthOf(ushort glyph) => Word(Table("hmtx") + 4 * Math.Min(glyph, widths - 1));

    public short LeftBearingOf(ushort glyph) =>
        Signed(Table("hmtx") + (glyph < widths ? 4 * glyph + 2 : 4 * widths + 2 * (glyph - widths)));

    /// <summary>How the glyph is drawn; empty for a space.</summary>
    public ReadOnlySpan<byte> OutlineOf(ushort glyph)
    {
        var start = OffsetOf(glyph);
        return data.AsSpan(Table("glyf") + start, OffsetOf(glyph + 1) - start);
    }

    /// <summary>A table as it is in the file; empty when the font has none.</summary>
    public ReadOnlySpan<byte> Copy(string table) => tables.TryGetValue(table, out var found) ? data.AsSpan(found.Offset, found.Length) : [];

    private int OffsetOf(int glyph) => longOffsets ? (int)Long(Table("loca") + 4 * glyph) : 2 * Word(Table("loca") + 2 * glyph);

    private int Table(string name) => tables[name].Offset;

    private ushort Word(int offset) => BinaryPrimitives.ReadUInt16BigEndian(data.AsSpan(offset));

    private short Signed(int offset) => BinaryPrimitives.ReadInt16BigEndian(data.AsSpan(offset));

    private uint Long(int offset) => BinaryPrimitives.ReadUInt32BigEndian(data.AsSpan(offset));
}
