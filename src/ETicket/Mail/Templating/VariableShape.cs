using System.Collections;
using System.Reflection;
using ETicket.Mail.Letters;

namespace ETicket.Mail.Templating;

/// <summary>What a letter declares: its variables by name with their type, and for a list what each of its items holds.</summary>
internal sealed class VariableShape
{
    private readonly Dictionary<string, (Type Type, VariableShape? Items)> names = new(StringComparer.Ordinal);

    /// <summary>All that these records declare, together; a <see cref="LandmarkAttribute"/> is none of it.</summary>
    public static VariableShape Of(params Type[] records)
    {
        var shape = new VariableShape();
        foreach (var property in records.SelectMany(record => record.GetProperties(BindingFlags.Public | BindingFlags.Instance)).Where(property => !property.IsDefined(typeof(LandmarkAttribute))))
        {
            var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            shape.names.Add(LetterJson.NameOf(property.Name), (type, ItemOf(type) is { } item ? Of(item) : null));
        }
        return shape;
    }

    public bool Has(string name) => names.ContainsKey(name);

    /// <summary>The type of a variable the shape has; what may be absent is typed as what it is when present.</summary>
    public Type TypeOf(string name) => names[name].Type;

    /// <summary>The items of a list, or null when the variable is no list.</summary>
    public VariableShape? Items(string name) => names.GetValueOrDefault(name).Items;

    /// <summary>Every variable, those of items as « lines.designation ».</summary>
    public IEnumerable<string> All(string prefix = "") =>
        names.SelectMany(pair => (pair.Value.Items?.All($"{prefix}{pair.Key}.") ?? []).Prepend(prefix + pair.Key));

    private static Type? ItemOf(Type type) =>
        type != typeof(string) && type.IsGenericType && typeof(IEnumerable).IsAssignableFrom(type) ? type.GetGenericArguments()[0] : null;
}
