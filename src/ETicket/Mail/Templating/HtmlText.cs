using System.Text;
using HandlebarsDotNet;

namespace ETicket.Mail.Templating;

/// <summary>A value inside HTML, text or attribute: the five characters that could become markup are written as entities, accents stay readable.</summary>
internal sealed class HtmlText : ITextEncoder
{
    public static string Escape(string text)
    {
        var output = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            _ = character switch
            {
                '&' => output.Append("&amp;"),
                '<' => output.Append("&lt;"),
                '>' => output.Append("&gt;"),
                '"' => output.Append("&quot;"),
                '\'' => output.Append("&#39;"),
                _ => output.Append(character),
            };
        }
        return output.ToString();
    }

    public void Encode(StringBuilder? text, TextWriter target) => Encode(text?.ToString(), target);

    public void Encode(string? text, TextWriter target) => target.Write(Escape(text ?? ""));

    public void Encode<T>(T? text, TextWriter target)
        where T : IEnumerator<char>
    {
        var gathered = new StringBuilder();
        while (text?.MoveNext() == true)
            gathered.Append(text.Current);
        Encode(gathered, target);
    }
}
