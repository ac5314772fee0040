using System.Globalization;
using ETicket.Kernel;
using HandlebarsDotNet;

namespace ETicket.Mail.Templating;

/// <summary>
/// What templates can do with a raw variable: {{euro total_cents}}, {{instant issued_at}}, {{until valid_until}}, {{day regie_act_date}}, {{weekday day}}, {{days n}},
/// {{tickets n}}, {{means means}}. Nothing else: a template computes nothing.
/// </summary>
internal static class TemplateHelpers
{
    private static readonly Type[] Counts = [typeof(int), typeof(long)];

    private static readonly Dictionary<string, (Type[] Takes, Func<object?, string> Say)> All = new(StringComparer.Ordinal)
    {
        ["euro"] = ([typeof(long)], value => French.Euros(new Money((long)value!))),
        ["instant"] = ([typeof(DateTimeOffset)], value => French.Instant(Instant(value))),
        ["until"] = ([typeof(DateTimeOffset)], value => French.Until(Instant(value))),
        ["day"] = ([typeof(DateOnly)], value => French.Day(Day(value))),
        ["weekday"] = ([typeof(DateOnly)], value => French.Weekday(Day(value))),
        ["days"] = (Counts, value => French.Days((long)value!)),
        ["tickets"] = (Counts, value => French.Tickets((long)value!)),
        ["means"] = ([typeof(string)], value => MeansCodes.InWords((string)value!)),
    };

    public static bool Has(string name) => All.ContainsKey(name);

    /// <summary>Whether this helper can write a variable of that type.</summary>
    public static bool Takes(string helper, Type type) => All[helper].Takes.Contains(type);

    public static void AddTo(IHandlebars handlebars)
    {
        foreach (var (name, (_, say)) in All)
            handlebars.RegisterHelper(name, (writer, _, arguments) => writer.Write(say(arguments[0])));
    }

    private static DateTimeOffset Instant(object? value) => DateTimeOffset.Parse((string)value!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static DateOnly Day(object? value) => DateOnly.ParseExact((string)value!, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
