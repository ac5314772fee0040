using System.Globalization;
using ETicket.Kernel;
using HandlebarsDotNet;

namespace ETicket.Mail.Templating;

/// <summary>
/// What templates can do with a raw variable: {{euro total_cents}}, {{instant issued_at}}, {{day regie_act_date}}, {{means means}},
/// {{tickets n}}. Nothing else: a template computes nothing.
/// </summary>
internal static class TemplateHelpers
{
    private static readonly Dictionary<string, Func<object?, string>> All = new(StringComparer.Ordinal)
    {
        ["euro"] = value => French.Euros(new Money((long)value!)),
        ["instant"] = value => French.Instant(DateTimeOffset.Parse((string)value!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)),
        ["day"] = value => French.Day(DateOnly.ParseExact((string)value!, "yyyy-MM-dd", CultureInfo.InvariantCulture)),
        ["means"] = value => MeansCodes.InWords((string)value!),
        ["tickets"] = value => French.Tickets((long)value!),
    };

    public static IReadOnlyCollection<string> Names => All.Keys;

    public static void AddTo(IHandlebars handlebars)
    {
        foreach (var (name, say) in All)
            handlebars.RegisterHelper(name, (writer, _, arguments) => writer.Write(say(arguments[0])));
    }
}
