using ETicket.Kernel;

namespace ETicket.Web.Replay.Files;

/// <summary>A ticket type with its prices, oldest first.</summary>
internal sealed record TicketKind(string Code, string Service, IReadOnlyList<(DateOnly From, Money Unit)> Prices)
{
    public Money? PriceOn(DateOnly day) => Prices.LastOrDefault(p => p.From <= day) is { Unit.Cents: > 0 } price ? price.Unit : null;

    /// <summary>The price of a day, or the first one voted when the day comes before it.</summary>
    public Money PriceOnOrFirst(DateOnly day) => PriceOn(day) ?? Prices[0].Unit;
}

internal sealed record MonthFamily(string Number, string CanteenTariff, int Children);

internal sealed record MonthOpening(string Family, string Type, int Quantity);

/// <summary>What a document is.</summary>
internal enum DocumentKind { Sale, Cancel, UnpaidCheque, RejectedDebit, Chargeback, ProviderRefund, CommuneRefund }

/// <summary>One line of a document as written; quantities keep their sign.</summary>
internal sealed record DocumentLine(CsvRow Row, string Type, int Quantity, Money Unit, string Origin);

/// <summary>So many tickets taken back from a sale.</summary>
internal sealed record Taking(string Sale, string Type, Money Unit, int Quantity);

/// <summary>A document of the régie: a sale (Q), its cancellation (negative Q), a reversal (R) or a refund outside the régie (B).</summary>
internal sealed record Document(
    string Number, char Series, int Year, int Rank, DateOnly Day, TimeOnly Time, string Family, PaymentMeans? Means, DocumentKind Kind,
    string Reference, string Authorisation, IReadOnlyList<DocumentLine> Lines)
{
    /// <summary>What it takes back, sale by sale; empty for a sale.</summary>
    public IReadOnlyList<Taking> Takings { get; init; } = [];

    public CsvRow Row => Lines[0].Row;
}

/// <summary>Tickets of a family used on a day.</summary>
internal sealed record Consumption(DateOnly Day, string Family, string Type, int Quantity);

/// <summary>Tickets given back on the day they were used: the service closed, or the absence was justified.</summary>
internal sealed record GivenBack(DateOnly Day, string Family, string Type, int Quantity, bool Closure);

/// <summary>« Mois » — everything the folder says, read and checked before anything is written.</summary>
internal sealed record Month(
    IReadOnlyDictionary<string, TicketKind> Types, IReadOnlyDictionary<string, MonthFamily> Families, IReadOnlyList<MonthOpening> Openings,
    IReadOnlyList<Document> Documents, IReadOnlyList<Consumption> Consumptions, IReadOnlyList<GivenBack> GivenBack)
{
    /// <summary>The first of the month in which something first happens: opening balances are worth the prices of that day.</summary>
    public DateOnly FirstDay
    {
        get
        {
            var first = Days is [var day, ..] ? day : Types.Values.Min(t => t.Prices[0].From);
            return new DateOnly(first.Year, first.Month, 1);
        }
    }

    public IReadOnlyList<DateOnly> Days { get; } =
        [.. Documents.Select(d => d.Day).Concat(Consumptions.Select(c => c.Day)).Distinct().Order()];
}
