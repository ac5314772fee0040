namespace ETicket.Benchmarks;

/// <summary>What the command line asked: one case or all, quick or full, where to write the figures, whether to leave the databases of a given server for a look at their plans, whether to measure a round when told to, and words to add to the connection strings of the product.</summary>
internal sealed record Options(string? Only, string? Json, bool Quick, bool Keep, bool Turns, string? With)
{
    /// <summary>Rounds of each load, of which the median counts.</summary>
    public int Rounds => Quick ? 1 : 3;

    public TimeSpan Round => TimeSpan.FromSeconds(Quick ? 3 : 5);

    public static Options Read(string[] arguments) => new(After("--only", arguments), After("--json", arguments), arguments.Contains("--quick"), arguments.Contains("--keep"), arguments.Contains("--turns"), After("--with", arguments));

    public bool Wants(string name) => Only is null || Only == name;

    private static string? After(string word, string[] arguments)
    {
        var at = Array.IndexOf(arguments, word);
        return at >= 0 && at + 1 < arguments.Length ? arguments[at + 1] : null;
    }
}
