using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using ETicket.Kernel;

namespace ETicket.Planning.CutOffs;

/// <summary>
/// « Heure limite » — hour and minute on a Paris clock; 24:00 is the midnight that ends the day. Read as a parent reads it: « jusqu'à 11:00 » refuses from
/// 11:00:00; « jusqu'à 23:59 » and « minuit » both leave the whole day and refuse from 00:00:00 the next. Refuses any other figure with <see cref="ImpossibleHour"/>.
/// </summary>
[StructLayout(LayoutKind.Auto)]
[JsonConverter(typeof(LimitHourJson))]
public readonly record struct LimitHour
{
    public static readonly LimitHour Midnight = new(24);

    public LimitHour(int hour, int minute = 0)
    {
        if (hour is < 0 or > 24 || minute is < 0 or > 59 || (hour == 24 && minute > 0))
            throw new ImpossibleHour(hour, minute);
        (Hour, Minute) = (hour, minute);
    }

    public int Hour { get; }
    public int Minute { get; }

    /// <summary>The first refused instant (UTC) of a limit at this hour of a day.</summary>
    public DateTimeOffset On(DateOnly day) => EndsTheDay ? ParisTime.StartOf(day.AddDays(1)) : ParisTime.At(day, new TimeOnly(Hour, Minute));

    /// <summary>« 11:00 », as stored.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Hour:00}:{Minute:00}");

    private bool EndsTheDay => Hour == 24 || (Hour == 23 && Minute == 59);
}

/// <summary>« "11:00" ».</summary>
internal sealed class LimitHourJson : JsonConverter<LimitHour>
{
    public override LimitHour Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var parts = reader.TokenType == JsonTokenType.String ? reader.GetString()!.Split(':') : [];
        if (parts.Length != 2 || parts[1].Length != 2
            || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var hour)
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var minute))
            throw new JsonException();
        return new LimitHour(hour, minute);
    }

    public override void Write(Utf8JsonWriter writer, LimitHour value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
