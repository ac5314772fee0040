using System.Globalization;
using ETicket.Kernel;
using HandlebarsDotNet;

namespace ETicket.Mail.Templating;

/// <summary>
/// What templates can do with a raw variable: {{euro total_cents}}, {{instant issued_at}}, {{until valid_until}}, {{day regie_act_date}}, {{date …}}, {{shortday …}},
/// {{weekday day}}, {{days n}}, {{tickets n}}, {{rowcount n}}, {{paymentcount n}}, {{count n}}, {{signed n}}, {{means means}}, {{papername code}}, {{operationname code}}, {{statusname code}},
/// {{accountname code}}, {{fact code}}, {{percent basis_points}}, {{why code}}. Nothing else: a template computes nothing.
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
        ["rowcount"] = (Counts, value => French.Rows((long)value!)),
        ["paymentcount"] = (Counts, value => French.Payments((long)value!)),
        ["means"] = ([typeof(string)], value => MeansCodes.InWords((string)value!)),
        ["date"] = ([typeof(DateOnly)], value => French.NumericDay(Day(value))),
        ["shortday"] = ([typeof(DateOnly)], value => French.ShortDay(Day(value))),
        ["count"] = (Counts, value => ((long)value!).ToString("#,##0", French.Culture)),
        ["signed"] = (Counts, value => ((long)value!).ToString("+#,##0;−#,##0;0", French.Culture)),
        ["papername"] = ([typeof(string)], value => TemplateWords.OfPaper((string)value!)),
        ["operationname"] = ([typeof(string)], value => TemplateWords.Of($"EntryKind_{value}")),
        ["statusname"] = ([typeof(string)], value => TemplateWords.Of($"Status_{value}")),
        ["accountname"] = ([typeof(string)], value => TemplateWords.Of($"Account_{value}")),
        ["fact"] = ([typeof(string)], value => TemplateWords.Of($"Fact_{value}")),
        ["percent"] = ([typeof(int)], value => $"{((long)value! / 100m).ToString("0.##", French.Culture)}{French.Nbsp}%"),
        ["why"] = ([typeof(string)], value => TemplateWords.Find($"Reason_{value}") ?? (string)value!),
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
