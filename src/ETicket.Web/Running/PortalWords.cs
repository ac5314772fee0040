namespace ETicket.Web.Running;

/// <summary>
/// « Mots du démarrage » — <c>--reset</c>, and settings written <c>--name value</c> or <c>--name=value</c>. A word that is neither would be ignored: it is refused with
/// <see cref="UnknownWord"/>, since whoever typed it meant something.
/// </summary>
internal static class PortalWords
{
    /// <summary>Settings without a section; any other name has a colon.</summary>
    private static readonly HashSet<string> Plain = new(["urls", "environment", "PublicAddress", "AllowedHosts"], StringComparer.OrdinalIgnoreCase);

    public static void Check(string[] words)
    {
        for (var i = 0; i < words.Length; i++)
        {
            var word = words[i];
            if (word == "--reset")
                continue;
            var name = word.StartsWith("--", StringComparison.Ordinal) ? word[2..].Split('=', 2)[0] : "";
            if (!name.Contains(':', StringComparison.Ordinal) && !Plain.Contains(name))
                throw new UnknownWord(word);
            if (!word.Contains('=', StringComparison.Ordinal) && i + 1 < words.Length && !words[i + 1].StartsWith("--", StringComparison.Ordinal))
                i++;
        }
    }
}
