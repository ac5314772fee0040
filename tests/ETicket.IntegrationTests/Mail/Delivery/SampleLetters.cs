using System.Collections;
using System.Reflection;
using ETicket.Mail.Letters;

namespace ETicket.IntegrationTests.Mail.Delivery;

/// <summary>One letter of each kind, every place filled: French words, and what would break a page or a header that believed them.</summary>
internal static class SampleLetters
{
    private const string Words = "L’été à Besançon, « Œuvre » & <b>n° 1</b> — 1 234,50 €";

    /// <summary>The variables as the outbox stores them.</summary>
    public static string VariablesOf(LetterKind kind)
    {
        var write = typeof(LetterJson).GetMethod(nameof(LetterJson.Write))!.MakeGenericMethod(kind.Variables);
        return (string)write.Invoke(null, [Make(kind.Variables)])!;
    }

    private static object Make(Type record)
    {
        var constructor = record.GetConstructors().MaxBy(c => c.GetParameters().Length)!;
        return constructor.Invoke([.. constructor.GetParameters().Select(Fill)]);
    }

    private static object? Fill(ParameterInfo place) => (Nullable.GetUnderlyingType(place.ParameterType) ?? place.ParameterType) switch
    {
        var type when type == typeof(string) => place.Name switch { "Means" => "PAYFIP_CB", "PortalAddress" => "https://portail.example/", _ => Words },
        var type when type == typeof(bool) => true,
        var type when type == typeof(long) => 123_450L,
        var type when type == typeof(int) => 3,
        var type when type == typeof(DateOnly) => new DateOnly(2026, 11, 21),
        var type when type == typeof(DateTimeOffset) => new DateTimeOffset(2026, 11, 21, 10, 4, 0, TimeSpan.Zero),
        var type when typeof(IEnumerable).IsAssignableFrom(type) => Two(type.GetGenericArguments()[0]),
        var type => throw new NotSupportedException($"No sample of {type}."),
    };

    private static Array Two(Type item)
    {
        var list = Array.CreateInstance(item, 2);
        for (var i = 0; i < list.Length; i++)
            list.SetValue(Make(item), i);
        return list;
    }
}
