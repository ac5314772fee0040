using System.Globalization;
using System.Text.RegularExpressions;
using ETicket.Kernel;
using ETicket.Wallets;

namespace ETicket.Web.Replay.Files;

/// <summary>Reads receipts.csv: rows that share a number are one document. Whatever the business would refuse is refused here, before anything is written.</summary>
internal static partial class DocumentReader
{
    private const int MostCents = 999_999_999;

    public static readonly string[] Columns =
    [
        "receipt", "date", "time", "family", "means", "kind", "ticket_type", "qty", "unit_cents", "line_cents", "receipt_total_cents",
        "refdet", "resultrans", "numauto", "origin", "note",
    ];

    private static readonly string[] Shared = ["date", "time", "family", "means", "kind", "receipt_total_cents", "refdet", "resultrans", "numauto"];

    private static readonly Dictionary<string, DocumentKind> Kinds = new(StringComparer.Ordinal)
    {
        ["sale"] = DocumentKind.Sale,
        ["cancel"] = DocumentKind.Cancel,
        ["unpaid_cheque"] = DocumentKind.UnpaidCheque,
        ["rejected_sdd"] = DocumentKind.RejectedDebit,
        ["chargeback"] = DocumentKind.Chargeback,
        ["refund_by_provider"] = DocumentKind.ProviderRefund,
        ["refund_by_commune"] = DocumentKind.CommuneRefund,
    };

    public static IReadOnlyList<Document> Read(CsvFile file, KnownNames known)
    {
        var documents = file.Rows.GroupBy(row => row.Text("receipt")).Select(rows => Document([.. rows], known)).ToList();
        DocumentChecks.Together(documents);
        return documents;
    }

    private static Document Document(IReadOnlyList<CsvRow> rows, KnownNames known)
    {
        var head = rows[0];
        foreach (var row in rows.Skip(1))
        {
            if (Shared.FirstOrDefault(c => row.Optional(c) != head.Optional(c)) is { } differs)
                throw row.Wrong(differs, "DiffersInsideReceipt", head.Text("receipt"));
        }

        var number = head.Text("receipt");
        var match = Number().Match(number);
        if (!match.Success)
            throw head.Wrong("receipt", "NotANumber", number);
        var kind = Kinds.TryGetValue(head.Text("kind"), out var read) ? read : throw head.Wrong("kind", "UnknownKind", head.Text("kind"));
        var document = new Document(
            number, number[0], int.Parse(match.Groups["year"].ValueSpan, CultureInfo.InvariantCulture), int.Parse(match.Groups["rank"].ValueSpan, CultureInfo.InvariantCulture),
            head.Day("date"), head.Time("time"), known.Family(head), Means(head, kind), kind, head.Optional("refdet"), head.Optional("numauto"),
            [.. rows.Select(row => Line(row, kind, known))]);
        DocumentChecks.Kind(document);
        if (document.Lines.Sum(l => l.Unit * l.Quantity) is var total && total != head.Cents("receipt_total_cents", -MostCents, MostCents))
            throw head.Wrong("receipt_total_cents", "TotalDiffers", head.Text("receipt_total_cents"), total.Cents);
        if (kind is DocumentKind.Sale)
            DocumentChecks.Sale(document);
        return document;
    }

    private static DocumentLine Line(CsvRow row, DocumentKind kind, KnownNames known)
    {
        var (day, type) = (row.Day("date"), known.Type(row));
        var quantity = row.Whole("qty", -MostCents, MostCents);
        if (kind is DocumentKind.Sale ? quantity <= 0 : quantity >= 0)
            throw row.Wrong("qty", kind is DocumentKind.Sale ? "MustBePositive" : "MustBeNegative", quantity, row.Text("kind"));
        if (Math.Abs(quantity) > TopUps.MostTicketsPerLine)
            throw row.Wrong("qty", "OutOfRange", quantity, 1, TopUps.MostTicketsPerLine);
        var unit = row.Cents("unit_cents", 1, MostCents);
        if (row.Cents("line_cents", -MostCents, MostCents).Cents != unit.Cents * quantity)
            throw row.Wrong("line_cents", "LineDiffers", row.Text("line_cents"), unit.Cents * quantity);
        // A ticket already bought keeps the price paid: only a sale is held to the price of its day.
        if (kind is DocumentKind.Sale && type.PriceOn(day) != unit)
            throw row.Wrong("unit_cents", "NotThePrice", unit.Cents, type.Code, day, type.PriceOn(day)?.Cents);
        return new DocumentLine(row, type.Code, quantity, unit, row.Optional("origin"));
    }

    private static PaymentMeans? Means(CsvRow row, DocumentKind kind)
    {
        var code = row.Text("means");
        if (code == "HORS_REGIE" && kind is DocumentKind.CommuneRefund)
            return null;
        if (!MeansCodes.TryRead(code, out var means) || (means.IsAtCounter() && means is not (PaymentMeans.Cash or PaymentMeans.Cheque)))
            throw row.Wrong("means", code == "HORS_REGIE" ? "MeansOfKind" : "UnknownMeans", code, row.Text("kind"));
        var agrees = kind switch
        {
            DocumentKind.UnpaidCheque => means is PaymentMeans.Cheque,
            DocumentKind.RejectedDebit => means is PaymentMeans.PayFipDebit,
            DocumentKind.Chargeback or DocumentKind.ProviderRefund => means is not (PaymentMeans.Cash or PaymentMeans.Cheque),
            DocumentKind.CommuneRefund => false,
            _ => true,
        };
        return agrees ? means : throw row.Wrong("means", "MeansOfKind", code, row.Text("kind"));
    }

    [GeneratedRegex("^[QRB](?<year>20[0-9]{2})-(?<rank>[0-9]{6})$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 200)]
    private static partial Regex Number();
}
