using System.Text;

namespace ETicket.Mail.Smtp;

/// <summary>Text as ASCII lines of at most 76 characters (RFC 2045 §6.7): any relay carries it unchanged, whatever the length of the paragraph.</summary>
internal static class QuotedPrintable
{
    private const int Longest = 75;
    private const string Hex = "0123456789ABCDEF";

    public static string Encode(string text)
    {
        var output = new StringBuilder(text.Length + text.Length / 4);
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            Line(output, Encoding.UTF8.GetBytes(line));
            output.Append("\r\n");
        }
        output.Length -= 2;
        return output.ToString();
    }

    private static void Line(StringBuilder output, byte[] line)
    {
        var column = 0;
        for (var i = 0; i < line.Length; i++)
        {
            var plain = line[i] is >= (byte)'!' and <= (byte)'~' and not (byte)'=' || (line[i] is (byte)' ' or (byte)'\t' && i < line.Length - 1);
            var width = plain ? 1 : 3;
            if (column + width > Longest)
            {
                output.Append("=\r\n");
                column = 0;
            }
            if (plain)
                output.Append((char)line[i]);
            else
                output.Append('=').Append(Hex[line[i] >> 4]).Append(Hex[line[i] & 15]);
            column += width;
        }
    }
}
