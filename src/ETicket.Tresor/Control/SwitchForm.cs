using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using ETicket.Tresor.PaymentPage;

namespace ETicket.Tresor.Control;

/// <summary>The switches as fields of a form and as one readable line: both drawn from the properties, so that none is forgotten.</summary>
internal static class SwitchForm
{
    private static readonly Template Fields = new("Control/control-switches.html");
    private static readonly Template Choice = new("Control/control-choice.html");

    private static readonly (string Name, PropertyInfo Property)[] All =
    [
        .. from property in typeof(Switches).GetProperties(BindingFlags.Public | BindingFlags.Instance)
           let name = property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name
           where name is not null
           select (name, property),
    ];

    public static Markup Draw(Switches switches) => Fields.Fill(All.Select(field => (field.Name, (object?)(field.Property.PropertyType.IsEnum
        ? Choices(field.Name, field.Property, switches)
        : field.Property.GetValue(switches)))));

    /// <summary>What differs from a Trésor that behaves; null when nothing does.</summary>
    public static string? Summary(Switches switches)
    {
        var said = from field in All
                   let value = field.Property.GetValue(switches)
                   where !Equals(value, field.Property.GetValue(Switches.Normal))
                   select Sentences.Say("control.one", Sentences.Say("label." + field.Name), Readable(field.Name, field.Property, value!));
        return string.Join(Sentences.Say("control.between"), said) is { Length: > 0 } line ? line : null;
    }

    private static Markup Choices(string name, PropertyInfo property, Switches switches) => new(string.Concat(
        from object choice in Enum.GetValues(property.PropertyType)
        select Choice.Fill(
            ("value", Word(property, choice)),
            ("selected", choice.Equals(property.GetValue(switches)) ? new Markup(" selected") : null),
            ("word", Readable(name, property, choice))).Html));

    private static string Readable(string name, PropertyInfo property, object value) => property.PropertyType.IsEnum
        ? Sentences.Say($"{name}.{Word(property, value)}")
        : Sentences.Say(Sentences.Knows("unit." + name) ? "unit." + name : "unit", value);

    private static string Word(PropertyInfo property, object choice) =>
        JsonSerializer.SerializeToElement(choice, property.PropertyType, ControlJson.Options).GetString()!;
}
