using System.Text;

namespace ETicket.Web.Mailbox;

/// <summary>What the development mailbox says first, and what it reads in a command.</summary>
internal static class SmtpWords
{
    public static string Welcome(CatcherOptions options, bool secured)
    {
        List<string> offers = ["boite-aux-lettres", "PIPELINING", "8BITMIME", $"SIZE {LineReader.LongestMessage}"];
        if (options.International)
            offers.Add("SMTPUTF8");
        if (options.Certificate is not null && !secured)
            offers.Add("STARTTLS");
        if (options.Identity is not null)
            offers.Add($"AUTH {options.Mechanisms}");
        return string.Join("\r\n", offers.Select((offer, i) => i == offers.Count - 1 ? $"250 {offer}" : $"250-{offer}"));
    }

    /// <summary>Between the brackets of MAIL FROM and RCPT TO.</summary>
    public static string AddressIn(string command)
    {
        var start = command.IndexOf('<', StringComparison.Ordinal) + 1;
        var end = command.IndexOf('>', start);
        return end < 0 ? "" : command[start..end];
    }

    public static string Decode(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var count) ? Encoding.UTF8.GetString(bytes, 0, count) : "";
    }
}
