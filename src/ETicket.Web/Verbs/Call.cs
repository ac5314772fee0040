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
    public IReadOnlyDictionary<string, string> Options(params string[] known)
    {
        var read = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < Words.Length; i++)
        {
            var word = Words[i];
            var (name, value) = word.Split('=', 2) is [var before, var after] ? (before, after) : (word, null);
            var setting = name.StartsWith("--", StringComparison.Ordinal) && name.Contains(':', StringComparison.Ordinal);
            if (!setting && !known.Any(k => name == "--" + k))
                throw known.Length == 0 ? new NoOption(word) : new UnknownOption(word, string.Join(", ", known.Select(k => "--" + k)));
            if (value is null && i + 1 < Words.Length && !Words[i + 1].StartsWith("--", StringComparison.Ordinal))
                value = Words[++i];
            if (string.IsNullOrEmpty(value))
                throw new OptionWithoutValue(name);
            if (!setting)
                read[name[2..]] = value;
        }
        return read;
    }
}
