using System.Globalization;
using System.Text;
using ETicket.Kernel;

namespace ETicket.Mail.Documents.Pdf;

/// <summary>How PDF writes numbers, texts and dates (ISO 32000-1 §7.3, §7.9.4): the same on every machine.</summary>
internal static class PdfText
{
    public static string Number(double value) => Math.Round(value, 3).ToString("0.###", CultureInfo.InvariantCulture) is var text && text == "-0" ? "0" : text;

    /// <summary>UTF-16 in hexadecimal: nothing to escape, so nothing to escape from.</summary>
    public static string Text(string value) => $"<FEFF{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(value))}>";

    /// <summary>Paris wall time with its distance to UTC.</summary>
    public static string Date(DateTimeOffset instant)
    {
        var paris = ParisTime.ToParis(instant);
        return $"(D:{paris.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture)}+{paris.Offset.Hours:00}'{paris.Offset.Minutes:00}')";
    }

    public static string Iso(DateTimeOffset instant) => ParisTime.ToParis(instant).ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);

    public static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);
}
