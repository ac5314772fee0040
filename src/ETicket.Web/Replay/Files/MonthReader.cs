namespace ETicket.Web.Replay.Files;

/// <summary>Reads a month's folder whole and checks it file by file, line by line; the first thing wrong is refused with <see cref="BadInput"/>.</summary>
internal static class MonthReader
{
    private const int MostCents = 100_000_00;
    private const int MostTickets = 99_999;

    public static async Task<Month> ReadAsync(string folder, CancellationToken stop)
    {
        var prices = await CsvFile.ReadAsync(folder, "prices.csv", ["ticket_type", "service", "from", "unit_cents"], stop);
        var families = await CsvFile.ReadAsync(folder, "families.csv", ["family", "canteen_tariff", "children", "bus"], stop);
        var openings = await CsvFile.ReadAsync(folder, "opening_balances.csv", ["family", "ticket_type", "opening_qty"], stop);
        var receipts = await CsvFile.ReadAsync(folder, "receipts.csv", DocumentReader.Columns, stop);
        var consumption = await CsvFile.ReadAsync(folder, "consumption.csv", ["date", "family", "ticket_type", "kind", "qty"], stop);

        var types = Types(prices);
        var known = new KnownNames(types, Families(families, types));
        var opened = Openings(openings, known);
        var documents = Origins.Find(DocumentReader.Read(receipts, known));
        var (used, givenBack) = ConsumptionReader.Read(consumption, known);
        return new Month(types, known.Families, opened, documents, used, givenBack);
    }

    private static Dictionary<string, TicketKind> Types(CsvFile file)
    {
        var read = file.Rows.Select(row => (Row: row, Code: row.Text("ticket_type"), Service: row.Text("service"), From: row.Day("from"),
            Unit: row.Cents("unit_cents", 1, MostCents))).ToList();
        if (read.Count == 0)
            throw new BadInput(file.Name, 1, "ticket_type", "NoPrice");
        var types = new Dictionary<string, TicketKind>(StringComparer.Ordinal);
        foreach (var type in read.GroupBy(p => p.Code))
        {
            foreach (var price in type)
            {
                if (price.Service != type.First().Service)
                    throw price.Row.Wrong("service", "ServiceChanges", type.Key, type.First().Service);
                if (type.First(p => p.From == price.From).Row != price.Row)
                    throw price.Row.Wrong("from", "PriceTwice", type.Key, price.From);
            }
            types.Add(type.Key, new TicketKind(type.Key, type.First().Service, [.. type.OrderBy(p => p.From).Select(p => (p.From, p.Unit))]));
        }
        return types;
    }

    private static Dictionary<string, MonthFamily> Families(CsvFile file, Dictionary<string, TicketKind> types)
    {
        var families = new Dictionary<string, MonthFamily>(StringComparer.Ordinal);
        foreach (var row in file.Rows)
        {
            var number = row.Text("family");
            var tariff = row.Optional("canteen_tariff");
            if (tariff.Length > 0 && !types.ContainsKey(tariff))
                throw row.Wrong("canteen_tariff", "UnknownType", tariff);
            row.Whole("bus", 0, 1);
            if (!families.TryAdd(number, new MonthFamily(number, tariff, row.Whole("children", 0, 99))))
                throw row.Wrong("family", "FamilyTwice", number);
        }
        return families;
    }

    private static List<MonthOpening> Openings(CsvFile file, KnownNames known)
    {
        var seen = new HashSet<(string, string)>();
        var openings = new List<MonthOpening>();
        foreach (var row in file.Rows)
        {
            var (family, type) = (known.Family(row), known.Type(row).Code);
            if (!seen.Add((family, type)))
                throw row.Wrong("ticket_type", "OpeningTwice", family, type);
            openings.Add(new MonthOpening(family, type, row.Whole("opening_qty", -MostTickets, MostTickets)));
        }
        return openings;
    }
}

/// <summary>The families and ticket types that exist; any other is refused.</summary>
internal sealed record KnownNames(IReadOnlyDictionary<string, TicketKind> Types, IReadOnlyDictionary<string, MonthFamily> Families)
{
    public string Family(CsvRow row) =>
        Families.ContainsKey(row.Text("family")) ? row.Text("family") : throw row.Wrong("family", "UnknownFamily", row.Text("family"));

    public TicketKind Type(CsvRow row) =>
        Types.TryGetValue(row.Text("ticket_type"), out var type) ? type : throw row.Wrong("ticket_type", "UnknownType", row.Text("ticket_type"));
}
