using ETicket.Kernel;
using ETicket.Web.Replay.Files;

namespace ETicket.Web.Replay;

/// <summary>
/// « Origine » — which sale each cancellation, reversal or refund takes its tickets from: the one named, else the latest earlier sale of that family, type and unit price
/// with at least that quantity not yet taken back. The documents come out in the order they act: by day, Q by number, then R, then B.
/// </summary>
internal static class Origins
{
    public static IReadOnlyList<Document> Find(IReadOnlyList<Document> documents)
    {
        var earlier = new List<Sale>();
        var found = new List<Document>(documents.Count);
        foreach (var document in documents.OrderBy(d => d.Day).ThenBy(d => "QRB".IndexOf(d.Series, StringComparison.Ordinal)).ThenBy(d => d.Year).ThenBy(d => d.Rank))
        {
            if (document.Kind is DocumentKind.Sale)
            {
                earlier.Add(new Sale(document));
                found.Add(document);
                continue;
            }
            var lines = document.Lines;
            var single = lines.All(l => l.Origin.Length == 0) ? Single(document, earlier) : null;
            var takings = lines.Select(line => Take(document, line, single, earlier)).ToList();
            // A cancellation bears one Q number, and the number of a receipt is never split.
            if (document.Series == 'Q' && takings.FindIndex(t => t.Sale != takings[0].Sale) is var other and >= 0)
                throw lines[other].Row.Wrong("origin", "CancelOfSeveral", takings[0].Sale, takings[other].Sale);
            found.Add(document with { Takings = takings });
        }
        return found;
    }

    /// <summary>A document without origin most naturally undoes one sale: the latest that holds all its lines.</summary>
    private static Sale? Single(Document document, List<Sale> earlier) =>
        earlier.FindLast(sale => Fits(sale, document) && document.Lines.GroupBy(l => (l.Type, l.Unit)).All(g => sale.Left(g.Key.Type, g.Key.Unit) >= -g.Sum(l => l.Quantity)));

    private static Taking Take(Document document, DocumentLine line, Sale? single, List<Sale> earlier)
    {
        var quantity = -line.Quantity;
        var sale = line.Origin.Length > 0 ? Named(document, line, earlier)
            : single ?? earlier.FindLast(s => Fits(s, document) && s.Left(line.Type, line.Unit) >= quantity)
            ?? throw line.Row.Wrong("origin", "NoOrigin", document.Family, quantity, line.Type, line.Unit);
        if (sale.Left(line.Type, line.Unit) < quantity)
            throw line.Row.Wrong("qty", "MoreThanSold", quantity, line.Type, sale.Document.Number, sale.Left(line.Type, line.Unit));
        sale.Take(line.Type, line.Unit, quantity);
        return new Taking(sale.Document.Number, line.Type, line.Unit, quantity);
    }

    private static Sale Named(Document document, DocumentLine line, List<Sale> earlier)
    {
        var sale = earlier.Find(s => s.Document.Number == line.Origin) ?? throw line.Row.Wrong("origin", "UnknownOrigin", line.Origin);
        if (sale.Document.Family != document.Family)
            throw line.Row.Wrong("origin", "OriginOfAnother", line.Origin, sale.Document.Family);
        return Fits(sale, document) ? sale : throw line.Row.Wrong("means", "MeansOfOrigin", line.Origin);
    }

    /// <summary>What goes back goes back to where the money rests: same family, and same means unless the commune pays outside the régie.</summary>
    private static bool Fits(Sale sale, Document document) =>
        sale.Document.Family == document.Family && (document.Means is null || document.Means == sale.Document.Means);

    /// <summary>A sale and what is left of it to take back.</summary>
    private sealed class Sale(Document document)
    {
        private readonly Dictionary<(string Type, Money Unit), int> _left =
            document.Lines.GroupBy(l => (l.Type, l.Unit)).ToDictionary(g => g.Key, g => g.Sum(l => l.Quantity));

        public Document Document => document;

        public int Left(string type, Money unit) => _left.GetValueOrDefault((type, unit));

        public void Take(string type, Money unit, int quantity) => _left[(type, unit)] -= quantity;
    }
}
