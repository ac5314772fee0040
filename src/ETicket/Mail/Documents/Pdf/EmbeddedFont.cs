using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ETicket.Mail.Documents.Pdf;

/// <summary>
/// « Police incorporée » — one font inside one document, as a composite font (ISO 32000-1 §9.7). Each character has a code of its own, so that what is drawn alike (a space
/// that breaks, one that does not) is still copied and searched as what was written.
/// </summary>
internal sealed class EmbeddedFont(TrueTypeFont font, string resource)
{
    private readonly FontSubset subset = new(font);
    private readonly Dictionary<int, ushort> codes = [];
    private readonly List<(ushort Code, Rune Character, double Width)> used = [];

    /// <summary>The name pages call it by.</summary>
    public string Resource => resource;

    /// <summary>The code of a character, in hexadecimal.</summary>
    public string CodeOf(Rune character, Drawing drawing)
    {
        if (!codes.TryGetValue(character.Value, out var code))
        {
            code = subset.Add(drawing.Glyph, (int)Math.Round(drawing.Width * font.UnitsPerEm / 1000));
            codes.Add(character.Value, code);
            used.Add((code, character, drawing.Width));
        }
        return code.ToString("X4", CultureInfo.InvariantCulture);
    }

    /// <summary>Writes the font and answers its object.</summary>
    public int Write(PdfObjects objects)
    {
        var program = subset.Write();
        var name = $"{Tag(program)}+{font.Name}";
        var file = objects.AddStream(FormattableString.Invariant($"/Length1 {program.Length}"), program);
        var descriptor = objects.Add(FormattableString.Invariant(
            $"<< /Type /FontDescriptor /FontName /{name} /Flags 32 /FontBBox [{string.Join(' ', font.Box.Select(b => Thousandths(b)))}] /ItalicAngle 0 /Ascent {Thousandths(font.Ascent)} /Descent {Thousandths(font.Descent)} /CapHeight {Thousandths(font.CapHeight)} /StemV {(font.IsBold ? 140 : 80)} /FontFile2 {file} 0 R >>"));
        var widths = string.Join(' ', used.Select(u => FormattableString.Invariant($"{u.Code} [{PdfText.Number(u.Width)}]")));
        var descendant = objects.Add(FormattableString.Invariant(
            $"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{name} /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor {descriptor} 0 R /CIDToGIDMap /Identity /W [{widths}] >>"));
        var characters = objects.AddStream("", PdfText.Bytes(Characters()));
        return objects.Add(FormattableString.Invariant(
            $"<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H /DescendantFonts [{descendant} 0 R] /ToUnicode {characters} 0 R >>"));
    }

    private string Thousandths(int value) => (value * 1000 / font.UnitsPerEm).ToString(CultureInfo.InvariantCulture);

    /// <summary>Six capitals that name the subset (§9.6.4): those of its own hash.</summary>
    private static string Tag(byte[] program) => string.Concat(SHA256.HashData(program).Take(6).Select(b => (char)('A' + b % 26)));

    /// <summary>Which character each code is (§9.10.3), at most a hundred to a block.</summary>
    private string Characters()
    {
        var map = new StringBuilder(
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n");
        foreach (var block in used.Chunk(100))
        {
            map.Append(CultureInfo.InvariantCulture, $"{block.Length} beginbfchar\n");
            foreach (var (code, character, _) in block)
                map.Append(CultureInfo.InvariantCulture, $"<{code:X4}> <{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(character.ToString()))}>\n");
            map.Append("endbfchar\n");
        }
        return map.Append("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n").ToString();
    }
}
