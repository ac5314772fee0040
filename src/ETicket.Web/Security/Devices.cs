namespace ETicket.Web.Security;

/// <summary>
/// « Appareil » — what a browser tells of itself (RFC 9110 §10.1.5), brought down to « Firefox/Android »: enough for people to know their own, and the same for so many others that it
/// follows nobody. What it tells is its own word: a name we do not know is kept as no name.
/// </summary>
internal static class Devices
{
    /// <summary>No header of a browser is longer.</summary>
    private const int Longest = 512;

    /// <summary>The first that is told counts: most say they are others, too.</summary>
    private static readonly (string Told, string Name)[] Browsers =
    [
        ("SamsungBrowser/", "Samsung Internet"), ("OPR/", "Opera"), ("EdgA/", "Edge"), ("EdgiOS/", "Edge"), ("Edg/", "Edge"), ("FxiOS/", "Firefox"), ("Firefox/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];

    private static readonly (string Told, string Name)[] Systems =
        [("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows NT", "Windows"), ("CrOS", "Chromebook"), ("Macintosh", "Mac"), ("Linux", "Linux")];

    /// <summary>Empty where the browser or its system is none we know.</summary>
    public static string Device(this HttpContext context) => Of(context.Request.Headers.UserAgent.ToString());

    internal static string Of(string told)
    {
        if (told.Length > Longest)
            return "";
        var (browser, system) = (Find(Browsers, told), Find(Systems, told));
        return browser is null || system is null ? "" : $"{browser}/{system}";
    }

    private static string? Find((string Told, string Name)[] known, string told) => known.FirstOrDefault(k => told.Contains(k.Told, StringComparison.Ordinal)).Name;
}
