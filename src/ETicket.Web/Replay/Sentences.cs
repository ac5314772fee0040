using System.Resources;
using ETicket.Kernel;

namespace ETicket.Web.Replay;

/// <summary>What the replay says, in French, from its resource.</summary>
internal static class Sentences
{
    private static readonly ResourceManager Book = new("ETicket.Web.Replay.Sentences", typeof(Sentences).Assembly);

    public static string Say(string name, params object?[] facts) =>
        string.Format(
            French.Culture,
            Book.GetString(name, French.Culture) ?? throw new InvalidOperationException($"{name} has no sentence in Sentences.resx."),
            [.. facts.Select(Written)]);

    private static object? Written(object? fact) => fact is DateOnly day ? French.NumericDay(day) : fact;
}
