using System.Collections.Concurrent;
using System.Resources;
using System.Text;
using ETicket.Kernel;
using ETicket.Ledger;
using ETicket.Mail.Templating;
using ETicket.Payments;
using ETicket.Payments.Counter;

namespace ETicket.Web.Display;

/// <summary>« Libellés » — the words of enumerations and of computed labels, kept in Labels.resx; those of accounts in Account.resx, of preferences and of the copy read without a connection in Phone.resx.</summary>
internal static class Words
{
    private static readonly ResourceManager[] Books = [.. new[] { "Labels", "Account", "Phone" }.Select(book => new ResourceManager($"ETicket.Web.Display.{book}", typeof(Words).Assembly))];

    /// <summary>What was found once: a planning of four weeks says more than a thousand labels, and a book is slow to open. Only names that are labels: what people typed fills no memory.</summary>
    private static readonly ConcurrentDictionary<string, string> Known = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, CompositeFormat> Ready = new(StringComparer.Ordinal);

    /// <summary>A label by name, its places filled; a missing one is a bug that shows at once.</summary>
    public static string Say(string name, params object?[] facts) => string.Format(
        French.Culture, Ready.GetOrAdd(name, n => CompositeFormat.Parse(Find(n) ?? throw new InvalidOperationException($"No label {n}."))), facts);

    /// <summary>
    /// A label that speaks of the commune, said of an association where one collects in its own name: it refunds by itself, and issues no titre. What it does otherwise than a commune
    /// has words of its own, « …_Association »; in all else it stands where the commune does.
    /// </summary>
    public static string SayOf(bool association, string name, params object?[] facts) => !association ? Say(name, facts)
        : Find($"{name}_Association") is not null ? Say($"{name}_Association", facts)
        : string.Format(French.Culture, SaidBy(association, Find(name) ?? throw new InvalidOperationException($"No label {name}.")), facts);

    /// <summary>A sentence that speaks of the commune or of its mairie, said of an association where one receives the families.</summary>
    public static string SaidBy(bool association, string sentence) => !association ? sentence : sentence
        .Replace("La commune", "L’association", StringComparison.Ordinal).Replace("la commune", "l’association", StringComparison.Ordinal)
        .Replace("La mairie", "L’association", StringComparison.Ordinal).Replace("la mairie", "l’association", StringComparison.Ordinal).Replace("votre mairie", "votre association", StringComparison.Ordinal);

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

    /// <summary>« n° 0001234, Crédit Agricole, signé par Camille Martin », « n° 77, valeur 15,00 € ».</summary>
    public static string Of(PaymentPaper paper) => string.Join(", ", new[]
    {
        paper.Number is { } number ? Say("Handed_Number", number) : null,
        paper.Bank,
        paper.Signer is { } signer ? Say("Handed_Signer", signer) : null,
        paper.FaceCents is { } cents ? Say("Handed_Face", French.Euros(new Money(cents))) : null,
    }.OfType<string>());

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
        if (Known.TryGetValue(name, out var known))
            return known;
        var found = Books.Select(book => book.GetString(name, French.Culture)).FirstOrDefault(word => word is not null) ?? TemplateWords.Find(name);
        if (found is not null)
            Known[name] = found;
        return found;
    }
}
