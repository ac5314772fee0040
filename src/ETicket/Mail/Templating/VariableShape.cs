using System.Collections;
using System.Reflection;
using ETicket.Mail.Letters;

namespace ETicket.Mail.Templating;

/// <summary>What a letter declares: its variables by name, and for a list what each of its items holds.</summary>
internal sealed class VariableShape
{
    private readonly Dictionary<string, VariableShape?> names = new(StringComparer.Ordinal);

    /// <summary>All that these records declare, together.</summary>
    public static VariableShape Of(params Type[] records)
    {
        var shape = new VariableShape();
        foreach (var property in records.SelectMany(record => record.GetProperties(BindingFlags.Public | BindingFlags.Instance)))
            shape.names.Add(LetterJson.NameOf(property.Name), ItemOf(property.PropertyType) is { } item ? Of(item) : null);
        return shape;
    }

    public bool Has(string name) => names.ContainsKey(name);

    /// <summary>The items of a list, or null when the variable is no list.</summary>
    public VariableShape? Items(string name) => names.GetValueOrDefault(name);

    /// <summary>Every variable, those of items as « lines.designation ».</summary>
    public IEnumerable<string> All(string prefix = "") =>
        names.SelectMany(pair => (pair.Value?.All($"{prefix}{pair.Key}.") ?? []).Prepend(prefix + pair.Key));

    private static Type? ItemOf(Type type) =>
        type != typeof(string) && type.IsGenericType && typeof(IEnumerable).IsAssignableFrom(type) ? type.GetGenericArguments()[0] : null;
}
