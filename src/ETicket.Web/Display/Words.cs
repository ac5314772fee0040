using System.Resources;
using ETicket.Kernel;
using ETicket.Ledger;
using ETicket.Mail.Templating;
using ETicket.Payments;

namespace ETicket.Web.Display;

/// <summary>« Libellés » — the words of enumerations and of computed labels, kept in Labels.resx; those of accounts in Account.resx, of preferences and of the copy read without a connection in Phone.resx.</summary>
internal static class Words
{
    private static readonly ResourceManager[] Books = [.. new[] { "Labels", "Account", "Phone" }.Select(book => new ResourceManager($"ETicket.Web.Display.{book}", typeof(Words).Assembly))];

    /// <summary>A label by name, its places filled; a missing one is a bug that shows at once.</summary>
    public static string Say(string name, params object?[] facts) => string.Format(French.Culture, Find(name) ?? throw new InvalidOperationException($"No label {name}."), facts);

    /// <summary>
    /// A label that speaks of the commune, said of an association where one collects in its own name: it refunds by itself, and issues no titre. What it does otherwise than a commune
    /// has words of its own, « …_Association »; in all else it stands where the commune does.
    /// </summary>
    public static string SayOf(bool association, string name, params object?[] facts) => !association ? Say(name, facts)
        : Find($"{name}_Association") is not null ? Say($"{name}_Association", facts)
        : string.Format(French.Culture, (Find(name) ?? throw new InvalidOperationException($"No label {name}.")).Replace("La commune", "L’association", StringComparison.Ordinal).Replace("la commune", "l’association", StringComparison.Ordinal), facts);

    /// <summary>The label of a value: « PaymentState_Paid ».</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => Say($"{typeof(T).Name}_{value}");

    /// <summary>What a document is called: what the régie gives back on its card terminal is no refund by a provider, and an <paramref name="association"/> is no commune.</summary>
    public static string Of(Receipt document, bool association = false) => document switch
    {
        { Kind: ReceiptKind.ProviderRefund, Means: PaymentMeans.CardTerminal } => Say("ReceiptKind_TerminalRefund"),
        { Kind: ReceiptKind.CommuneRefund } when association => Say("ReceiptKind_AssociationRefund"),
        _ => Of(document.Kind),
    };

    /// <summary>« levé le 01/12/2026 à 20:57, motif : mandat rejeté » — a document that counts no more.</summary>
    public static string Lifted(Entry by) => by.Reason is { Length: > 0 } why ? Say("LiftedBecause", French.Instant(by.RecordedAt), why) : Say("Lifted", French.Instant(by.RecordedAt));

    /// <summary>« la Cantine, le Bus et la Garderie ».</summary>
    public static string List(IReadOnlyList<string> items) => items.Count < 2 ? string.Concat(items) : Say("List_And", string.Join(", ", items.SkipLast(1)), items[^1]);

    /// <summary>The words of a reason the program itself gave (a re-credit); a person's own words stay as written.</summary>
    public static string Reason(string reason) => Find("Reason_" + reason) ?? reason;

    /// <summary>Who told us of a payment: a notice, the payer who came back, the sweep, the counter, or the act that undid it.</summary>
    public static string Source(string source, bool association = false) =>
        Find("Source_" + source.Replace(' ', '_')) ?? (Enum.TryParse<ReceiptKind>(source, out var kind) ? SayOf(association, $"ReceiptKind_{kind}") : source);

    /// <summary>« Firefox sur Android » — a device as a login keeps it (see <see cref="Security.Devices"/>).</summary>
    public static string Device(string kept) => kept.Split('/') is [var browser, var system] ? Say("Device", browser, system) : Say("Device_Unknown");

    /// <summary>What a discrepancy is about.</summary>
    public static string Field(string field, bool association = false) => "Field_" + field.Replace(' ', '_') is var name && Find(name) is not null ? SayOf(association, name) : field;

    /// <summary>What papers say too is written with them (Mail/Templating/Words.resx).</summary>
    internal static string? Find(string name)
    {
        foreach (var book in Books)
        {
            if (book.GetString(name, French.Culture) is { } word)
                return word;
        }
        return TemplateWords.Find(name);
    }
}
