using ETicket.Web.Running;

namespace ETicket.Web.Verbs;

/// <summary>A verb's words and where it shows its progress. Options come as <c>--name value</c>.</summary>
internal sealed record Call(string[] Words, ConsoleProgress Progress)
{
    public IConfiguration Configuration { get; } = new ConfigurationBuilder()
        .SetBasePath(AppContext.BaseDirectory).AddJsonFile("appsettings.json", optional: true).AddEnvironmentVariables()
        .AddCommandLine([.. Words.SkipWhile(w => !w.StartsWith("--", StringComparison.Ordinal))]).Build();

    /// <summary>The words before the first option.</summary>
    public IReadOnlyList<string> Plain => [.. Words.TakeWhile(w => !w.StartsWith("--", StringComparison.Ordinal))];

    public string? Option(string name)
    {
        var at = Array.IndexOf(Words, "--" + name);
        return at >= 0 && at + 1 < Words.Length ? Words[at + 1] : null;
    }
}
