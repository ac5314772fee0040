using ETicket.Web.Running;

namespace ETicket.Web.Verbs;

/// <summary>
/// A verb's words and where it shows its progress. Options come as <c>--name value</c> or <c>--name=value</c>; a name with a colon is a setting (<c>--Data:Folder /srv/eticket</c>).
/// </summary>
internal sealed record Call(string[] Words, ConsoleProgress Progress)
{
    public IConfiguration Configuration { get; } = new ConfigurationBuilder()
        .SetBasePath(AppContext.BaseDirectory).AddJsonFile("appsettings.json", optional: true).AddEnvironmentVariables()
        .AddCommandLine([.. Words.SkipWhile(w => !w.StartsWith("--", StringComparison.Ordinal))]).Build();

    /// <summary>
    /// The verb's own options as they were written. A verb must not do something else than what was asked: refuses a word that is none of <paramref name="known"/> with
    /// <see cref="UnknownOption"/> or <see cref="NoOption"/>, and a name without a value with <see cref="OptionWithoutValue"/>.
    /// </summary>
    public IReadOnlyDictionary<string, string> Options(params string[] known) => Read(Words, known);

    /// <summary>The same for a verb that may be told what it is about, by one word before or after its options.</summary>
    public (string? Subject, IReadOnlyDictionary<string, string> Options) Subject(params string[] known)
    {
        // A word is not the subject when it is the value of the option before it.
        var at = Enumerable.Range(0, Words.Length).Where(i => !Words[i].StartsWith("--", StringComparison.Ordinal) && !(i > 0 && AwaitsValue(Words[i - 1]))).Cast<int?>().FirstOrDefault();
        return at is { } place ? (Words[place], Read([.. Words[..place], .. Words[(place + 1)..]], known)) : (null, Read(Words, known));
    }

    private static bool AwaitsValue(string word) => word.StartsWith("--", StringComparison.Ordinal) && !word.Contains('=', StringComparison.Ordinal);

    private static Dictionary<string, string> Read(string[] words, string[] known)
    {
        var read = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < words.Length; i++)
        {
            var word = words[i];
            var (name, value) = word.Split('=', 2) is [var before, var after] ? (before, after) : (word, null);
            var setting = name.StartsWith("--", StringComparison.Ordinal) && name.Contains(':', StringComparison.Ordinal);
            if (!setting && !known.Any(k => name == "--" + k))
                throw known.Length == 0 ? new NoOption(word) : new UnknownOption(word, string.Join(", ", known.Select(k => "--" + k)));
            if (value is null && i + 1 < words.Length && !words[i + 1].StartsWith("--", StringComparison.Ordinal))
                value = words[++i];
            if (string.IsNullOrEmpty(value))
                throw new OptionWithoutValue(name);
            if (!setting)
                read[name[2..]] = value;
        }
        return read;
    }
}
