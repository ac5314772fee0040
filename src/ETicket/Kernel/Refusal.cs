using System.Collections.Concurrent;
using System.Globalization;
using System.Resources;

namespace ETicket.Kernel;

/// <summary>
/// « Refus » — the base of every "no" the business can say. Expected, typed, with a sentence for a person; anything else thrown is a bug.
/// It is thrown inside the transaction, which therefore rolls back whole: a refusal never leaves anything written.
/// The French sentence lives in <c>Refusals.resx</c> of the module, under the name of the class; the facts fill its places.
/// </summary>
public abstract class Refusal(params object?[] facts) : Exception
{
    private static readonly ConcurrentDictionary<string, ResourceManager> Books = new(StringComparer.Ordinal);

    /// <summary>What happened and what to do, in plain French.</summary>
    public string Sentence => string.Format(FrenchFacts.Provider, Text(GetType()), facts);

    public override string Message => Sentence;

    /// <summary>The text as written in the resource, or null: the convention test uses it to prove that each refusal has one.</summary>
    internal static string? FindText(Type refusal)
    {
        var book = Books.GetOrAdd(refusal.Namespace + ".Refusals", name => new ResourceManager(name, refusal.Assembly));
        try
        {
            return book.GetString(refusal.Name, CultureInfo.InvariantCulture);
        }
        catch (MissingManifestResourceException)
        {
            return null;
        }
    }

    private static string Text(Type refusal) =>
        FindText(refusal) ?? throw new InvalidOperationException($"{refusal.FullName} has no sentence in Refusals.resx.");

    /// <summary>Facts are written as French people read them.</summary>
    private sealed class FrenchFacts : IFormatProvider, ICustomFormatter
    {
        public static readonly FrenchFacts Provider = new();

        public object? GetFormat(Type? formatType) => formatType == typeof(ICustomFormatter) ? this : French.Culture.GetFormat(formatType);

        public string Format(string? format, object? arg, IFormatProvider? formatProvider) => arg switch
        {
            null => "",
            DateOnly day => format == "d" ? French.NumericDay(day) : French.Day(day),
            DateTimeOffset instant => French.Instant(instant),
            IFormattable value => value.ToString(format, French.Culture),
            _ => arg.ToString() ?? "",
        };
    }
}
