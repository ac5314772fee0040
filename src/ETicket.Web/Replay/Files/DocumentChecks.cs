using System.Text.RegularExpressions;
using ETicket.Kernel;
using ETicket.Treasury;

namespace ETicket.Web.Replay.Files;

/// <summary>What a document must be beyond its cells: in its series, in its year, within the law of its means, in order and without a twin.</summary>
internal static partial class DocumentChecks
{
    public static void Together(IReadOnlyList<Document> documents)
    {
        CheckSeries(documents);
        CheckReferences(documents);
    }

    public static void Kind(Document document)
    {
        var series = document.Kind switch { DocumentKind.Sale or DocumentKind.Cancel => 'Q', DocumentKind.CommuneRefund => 'B', _ => 'R' };
        if (document.Series != series)
            throw document.Row.Wrong("kind", "KindOfSeries", document.Row.Text("kind"), document.Series);
        if (document.Series == 'Q' && document.Year != document.Day.Year)
            throw document.Row.Wrong("receipt", "YearOfNumber", document.Number, document.Day);
    }

    public static void Sale(Document sale)
    {
        var total = sale.Lines.Sum(l => l.Unit * l.Quantity);
        if (sale.Means is PaymentMeans.Cash && total > CashLimit.Most)
            throw sale.Row.Wrong("receipt_total_cents", "TooMuchCash", total, CashLimit.Most);
        if (sale.Means is PaymentMeans.Cash or PaymentMeans.Cheque)
            return;
        if (total.Cents < 100 && sale.Means is PaymentMeans.PayFipCard or PaymentMeans.PayFipDebit)
            throw sale.Row.Wrong("receipt_total_cents", "TooSmallOnline", total);
        var result = sale.Row.Optional("resultrans");
        var expected = sale.Means switch { PaymentMeans.PayFipCard => "P", PaymentMeans.PayFipDebit => "V", _ => "" };
        if (expected.Length > 0 && result != expected)
            throw sale.Row.Wrong("resultrans", "ResultOfMeans", result, sale.Row.Text("means"), expected);
        if (sale.Reference.Length > 0 && !Reference().IsMatch(sale.Reference))
            throw sale.Row.Wrong("refdet", "NotAReference", sale.Reference);
    }

    /// <summary>Q numbers follow each other without a gap, and never go back a day.</summary>
    private static void CheckSeries(IReadOnlyList<Document> documents)
    {
        foreach (var series in documents.Where(d => d.Series == 'Q').GroupBy(d => d.Year))
        {
            Document? before = null;
            foreach (var document in series.OrderBy(d => d.Rank))
            {
                if (before is not null && document.Rank != before.Rank + 1)
                    throw document.Row.Wrong("receipt", "Gap", document.Number, before.Number);
                if (before is not null && document.Day < before.Day)
                    throw document.Row.Wrong("date", "DayGoesBack", document.Number, document.Day, before.Number, before.Day);
                before = document;
            }
        }
    }

    private static void CheckReferences(IReadOnlyList<Document> documents)
    {
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var sale in documents.Where(d => d.Kind is DocumentKind.Sale && d.Reference.Length > 0))
        {
            if (!seen.TryAdd(sale.Reference, sale.Number))
                throw sale.Row.Wrong("refdet", "ReferenceTwice", sale.Reference, seen[sale.Reference]);
        }
    }

    [GeneratedRegex("^[A-Za-z0-9]{6,30}$", RegexOptions.CultureInvariant, 200)]
    private static partial Regex Reference();
}
