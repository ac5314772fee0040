using System.Text.Json.Nodes;
using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Treasury.Reports;
using ETicket.Web.Replay.Files;

namespace ETicket.Web.Replay;

/// <summary>
/// « Chiffres du mois » — every figure in cents and tickets, read from the books through the reports of the Treasury. The files only give names, their order and the prices
/// of the first day.
/// </summary>
internal sealed record Figures(
    IReadOnlyList<MeansTakings> Takings, IReadOnlyList<(TicketMovements Movements, Money Price)> Tickets, AtSaleRevenue AtSale, AtConsumptionRevenue AtConsumption,
    IReadOnlyList<string> Services, IReadOnlyList<FamilyBalance> Balances)
{
    public static async Task<Figures> ReadAsync(Work work, Month month, CancellationToken stop)
    {
        var (from, to) = (month.FirstDay, month.Days is [.., var last] ? last : month.FirstDay);
        var tickets = (await TicketReport.ReadAsync(work, from, to, stop)).ToDictionary(t => t.Code, StringComparer.Ordinal);
        return new Figures(
            await TakingsReport.ReadAsync(work, from, to, stop),
            [.. month.Types.Values.Select(t => (tickets[t.Code], t.PriceOnOrFirst(from)))],
            await RevenueReport.AtSaleAsync(work, from, to, stop),
            await RevenueReport.AtConsumptionAsync(work, from, to, stop),
            [.. month.Types.Values.Select(t => t.Service).Distinct()],
            await BalanceReport.ReadAsync(work, to, stop));
    }

    public JsonObject ToJson() => new()
    {
        ["by_means"] = Named(Takings.OrderBy(t => t.Means.Code(), StringComparer.Ordinal), t => t.Means.Code(), t => new JsonObject
        {
            ["n"] = t.Receipts,
            ["gross"] = t.Gross.Cents,
            ["cancel"] = t.Cancelled.Cents,
            ["reversed"] = t.Reversed.Cents,
            ["net"] = t.Net.Cents,
        }),
        ["tickets"] = Named(Tickets, t => t.Movements.Code, t => TicketJson(t.Movements, t.Price)),
        ["receipts_net"] = Takings.Sum(t => t.Net).Cents,
        ["receipts_by_service"] = Named(Services, s => s, s => AtSale.ByService.FirstOrDefault(r => r.Code == s)?.Revenue.Cents ?? 0),
        ["negative_accounts"] = new JsonArray([.. Balances.Where(b => b.Tickets < 0).Select(b => new JsonArray(b.Family, b.TicketCode, b.Tickets, b.Value.Cents))]),
        ["mode_A_revenue"] = AtSale.Total.Cents,
        ["mode_B"] = new JsonObject
        {
            ["opening_4191"] = AtConsumption.Opening.Cents,
            ["sales"] = AtConsumption.Sales.Cents,
            ["refund"] = AtConsumption.Refunds.Cents,
            ["consumed"] = AtConsumption.Consumed.Cents,
            ["closing_4191"] = AtConsumption.Closing.Cents,
        },
        ["closing"] = new JsonArray([.. Balances.Select(b => new JsonArray(b.Family, b.TicketCode, b.Tickets))]),
    };

    private static JsonObject TicketJson(TicketMovements t, Money price)
    {
        (string Name, TicketCount Count)[] columns =
        [
            ("opening", t.Opening), ("sold", t.Sold), ("cancelled", t.Cancelled), ("reversed", t.Reversed), ("refunded", t.Refunded), ("consumed", t.Consumed),
            ("recredit_closure", t.RecreditedForClosure), ("recredit_sickness", t.RecreditedForAbsence), ("closing", t.Closing),
            ("closing_positive", t.ClosingPositive), ("closing_negative", t.ClosingNegative),
        ];
        var json = Named(columns, c => c.Name, c => (JsonNode)c.Count.Tickets);
        json.Add("price", price.Cents);
        foreach (var (name, count) in columns)
            json.Add("value_" + name, count.Value.Cents);
        return json;
    }

    private static JsonObject Named<T>(IEnumerable<T> items, Func<T, string> name, Func<T, JsonNode?> value) =>
        new(items.Select(i => KeyValuePair.Create(name(i), value(i))));
}
