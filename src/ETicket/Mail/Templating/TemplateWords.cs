using System.Globalization;
using System.Resources;

namespace ETicket.Mail.Templating;

/// <summary>The words of the codes that papers and letters carry, kept in Words.resx: « Paper_Cancel », « Operation_DayClosed », « Reason_closure ».</summary>
internal static class TemplateWords
{
    private static readonly ResourceManager Book = new("ETicket.Mail.Templating.Words", typeof(TemplateWords).Assembly);

    /// <summary>Refuses a code that has no words, with <see cref="FormatException"/>.</summary>
    public static string Of(string kind, string code) => Find(kind, code) ?? throw new FormatException($"No words for {kind} '{code}'.");

    public static string? Find(string kind, string code) => Book.GetString($"{kind}_{code}", CultureInfo.InvariantCulture);
}
