namespace ETicket.Web.Replay.Files;

/// <summary>Reads consumption.csv: what was used, and what came back the same day, never more than was used.</summary>
internal static class ConsumptionReader
{
    private const int MostADay = 99;

    public static (IReadOnlyList<Consumption> Used, IReadOnlyList<GivenBack> GivenBack) Read(CsvFile file, KnownNames known)
    {
        var used = new Dictionary<(DateOnly Day, string Family, string Type), int>();
        var back = new List<(CsvRow Row, GivenBack Fact)>();
        foreach (var row in file.Rows)
        {
            var (day, family, type, kind) = (row.Day("date"), known.Family(row), known.Type(row), row.Text("kind"));
            if (type.PriceOn(day) is null)
                throw row.Wrong("ticket_type", "NoPriceThatDay", type.Code, day);
            if (kind is not ("consumption" or "recredit_closure" or "recredit_sickness"))
                throw row.Wrong("kind", "UnknownKind", kind);
            var quantity = row.Whole("qty", -MostADay, MostADay);
            if (kind == "consumption" ? quantity >= 0 : quantity <= 0)
                throw row.Wrong("qty", kind == "consumption" ? "MustBeNegative" : "MustBePositive", quantity, kind);
            if (kind == "consumption")
                used[(day, family, type.Code)] = used.GetValueOrDefault((day, family, type.Code)) - quantity;
            else
                back.Add((row, new GivenBack(day, family, type.Code, quantity, kind == "recredit_closure")));
        }
        Check(used, back);
        return ([.. used.Select(u => new Consumption(u.Key.Day, u.Key.Family, u.Key.Type, u.Value))], [.. back.Select(b => b.Fact)]);
    }

    private static void Check(Dictionary<(DateOnly Day, string Family, string Type), int> used, List<(CsvRow Row, GivenBack Fact)> back)
    {
        var left = new Dictionary<(DateOnly, string, string), int>(used.Count);
        foreach (var (row, fact) in back)
        {
            var cell = (fact.Day, fact.Family, fact.Type);
            var had = left.TryGetValue(cell, out var known) ? known : used.GetValueOrDefault(cell);
            if (fact.Quantity > had)
                throw row.Wrong("qty", "MoreThanUsed", fact.Quantity, had, fact.Day);
            left[cell] = had - fact.Quantity;
        }
    }
}
