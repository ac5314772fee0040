namespace ETicket.IntegrationTests.Replay;

internal sealed partial class HostileMonth
{
    private static readonly string[] Families = ["ABEL", "YVES", "ZOE"];
    private static readonly string[] Types = ["REPAS", "REPAS_PAI", "GARDE"];
    private static readonly string[] Means = ["ESPECES", "CHEQUE", "PAYFIP_CB", "PAYFIP_SEPA", "CARTE_STRIPE", "PAYPAL"];

    /// <summary>A month drawn from a seed: the same prices and families, whatever may happen to them, in any order a month allows.</summary>
    public static HostileMonth Drawn(int seed)
    {
        var month = new HostileMonth();
        var draw = new Random(seed);
        foreach (var family in Families)
        {
            foreach (var type in Types)
                month.Open(family, type, draw.Next(-3, 6), PriceOf(type, 1));
        }
        var sales = new List<SoldLine>();
        var (numbers, undone, refunded) = (500, 40, 7);
        for (var day = 1; day <= 31; day++)
        {
            for (var n = draw.Next(3); n > 0; n--)
                month.DrawSale(draw, $"Q2025-{numbers++:D6}", day, sales);
            if (draw.Next(6) == 0 && Pick(draw, sales) is { } cancelled)
                month.Undo(draw, $"Q2025-{numbers++:D6}", day, "cancel", cancelled);
            if (draw.Next(2) == 0 && Pick(draw, sales) is { Means: not "ESPECES" } reversed)
                month.Undo(draw, $"R2025-{undone++:D6}", day, Reversal(draw, reversed.Means), reversed);
            if (draw.Next(5) == 0 && Pick(draw, sales) is { } given)
                month.Undo(draw, $"B2025-{refunded++:D6}", day, "refund_by_commune", given);
            foreach (var family in Families)
                month.DrawDay(draw, day, family);
        }
        return month;
    }

    private static string Reversal(Random draw, string means) => means switch
    {
        "CHEQUE" => "unpaid_cheque",
        "PAYFIP_SEPA" => "rejected_sdd",
        _ => draw.Next(2) == 0 ? "chargeback" : "refund_by_provider",
    };

    private static SoldLine? Pick(Random draw, List<SoldLine> sales) => sales.FindAll(s => s.Left > 0) is { Count: > 0 } left ? left[draw.Next(left.Count)] : null;

    private void DrawSale(Random draw, string number, int day, List<SoldLine> sales)
    {
        var (family, means) = (Families[draw.Next(Families.Length)], Means[draw.Next(Means.Length)]);
        var lines = Types.OrderBy(_ => draw.Next()).Take(draw.Next(1, 3)).Select(type => (type, draw.Next(1, 9), PriceOf(type, day))).ToArray();
        Document(number, day, $"{draw.Next(6, 23):D2}:{draw.Next(60):D2}", family, means, "sale", "", lines);
        sales.AddRange(lines.Select(l => new SoldLine(number, family, means, l.type, l.Item3) { Left = l.Item2 }));
    }

    private void Undo(Random draw, string number, int day, string kind, SoldLine sale)
    {
        var quantity = draw.Next(1, sale.Left + 1);
        sale.Left -= quantity;
        Document(number, day, "12:00", sale.Family, kind == "refund_by_commune" ? "HORS_REGIE" : sale.Means, kind, sale.Number, (sale.Type, -quantity, sale.Unit));
    }

    private void DrawDay(Random draw, int day, string family)
    {
        foreach (var type in Types.Where(_ => draw.Next(3) == 0))
        {
            var used = draw.Next(1, 4);
            Use(day, family, type, used);
            foreach (var kind in new[] { "recredit_sickness", "recredit_closure" }.Where(_ => draw.Next(5) == 0))
            {
                var back = draw.Next(used + 1);
                used -= back;
                if (back > 0)
                    GiveBack(day, family, type, kind, back);
            }
        }
    }

    /// <summary>A line sold, and what is left of it to undo.</summary>
    private sealed record SoldLine(string Number, string Family, string Means, string Type, long Unit)
    {
        public int Left { get; set; }
    }
}
