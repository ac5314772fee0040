using System.Globalization;
using System.Resources;

namespace ETicket.Mail.Templating;

/// <summary>The words of the codes that papers and letters carry, kept in Words.resx: « ReceiptKind_Cancel », « EntryKind_DayClosed », « Reason_closure ». Pages say them too.</summary>
internal static class TemplateWords
{
    private static readonly ResourceManager Book = new("ETicket.Mail.Templating.Words", typeof(TemplateWords).Assembly);

    /// <summary>What a paper is called: a kind of receipt, or any other paper. Refuses a code that has no words, with <see cref="FormatException"/>.</summary>
    public static string OfPaper(string code) => Find($"ReceiptKind_{code}") ?? Of($"Paper_{code}");

    /// <summary>Refuses a name that has no words, with <see cref="FormatException"/>.</summary>
    public static string Of(string name) => Find(name) ?? throw new FormatException($"No words for '{name}'.");

    public static string? Find(string name) => Book.GetString(name, CultureInfo.InvariantCulture);
}
