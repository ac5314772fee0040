using System.Text;
using System.Xml;
using ETicket.Mail.Templating;
using HandlebarsDotNet;

namespace ETicket.Mail.Documents;

/// <summary>A value inside a document: escaped as in a letter, and free of the characters no XML may hold (a name with a zero byte prints the sign of an unknown letter).</summary>
internal sealed class DocumentText : ITextEncoder
{
    private readonly HtmlText html = new();

    public void Encode(StringBuilder? text, TextWriter target) => Encode(text?.ToString(), target);

    public void Encode(string? text, TextWriter target) => html.Encode(Readable(text ?? ""), target);

    public void Encode<T>(T? text, TextWriter target)
        where T : IEnumerator<char>
    {
        var gathered = new StringBuilder();
        while (text?.MoveNext() == true)
            gathered.Append(text.Current);
        Encode(gathered, target);
    }

    /// <summary>Halves of a pair are mended by the enumeration itself.</summary>
    private static string Readable(string text)
    {
        var readable = new StringBuilder(text.Length);
        foreach (var character in text.EnumerateRunes())
            readable.Append(character.IsBmp && !XmlConvert.IsXmlChar((char)character.Value) ? Rune.ReplacementChar : character);
        return readable.ToString();
    }
}
