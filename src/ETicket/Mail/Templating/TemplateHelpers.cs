using System.Globalization;
using ETicket.Kernel;
using HandlebarsDotNet;

namespace ETicket.Mail.Templating;

/// <summary>
/// What templates can do with a raw variable: {{euro total_cents}}, {{instant issued_at}}, {{day regie_act_date}}, {{date …}}, {{shortday …}},
/// {{means means}}, {{tickets n}}, {{count n}}, {{signed n}}, {{papername code}}, {{operationname code}}, {{why code}}. Nothing else: a template computes nothing.
/// </summary>
internal static class TemplateHelpers
{
    private static readonly Dictionary<string, Func<object?, string>> All = new(StringComparer.Ordinal)
    {
        ["euro"] = value => French.Euros(new Money((long)value!)),
        ["instant"] = value => French.Instant(DateTimeOffset.Parse((string)value!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)),
        ["day"] = value => French.Day(DayOf(value)),
        ["means"] = value => MeansCodes.InWords((string)value!),
        ["tickets"] = value => French.Tickets((long)value!),
        ["date"] = value => French.NumericDay(DayOf(value)),
        ["shortday"] = value => French.ShortDay(DayOf(value)),
        ["count"] = value => ((long)value!).ToString("#,##0", French.Culture),
        ["signed"] = value => ((long)value!).ToString("+#,##0;−#,##0;0", French.Culture),
        ["papername"] = value => TemplateWords.OfPaper((string)value!),
        ["operationname"] = value => TemplateWords.Of($"EntryKind_{value}"),
        ["why"] = value => TemplateWords.Find($"Reason_{value}") ?? (string)value!,
    };

    public static IReadOnlyCollection<string> Names => All.Keys;

    private static DateOnly DayOf(object? value) => DateOnly.ParseExact((string)value!, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static void AddTo(IHandlebars handlebars)
    {
        foreach (var (name, say) in All)
            handlebars.RegisterHelper(name, (writer, _, arguments) => writer.Write(say(arguments[0])));
    }
}
