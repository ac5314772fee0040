using System.Globalization;
using System.Text.Json.Nodes;
using ETicket.Kernel;

namespace ETicket.IntegrationTests.Treasury.AtProviders;

/// <summary>One line of an account, as its provider tells it: gross and fee in cents, the fee positive where the provider keeps it. About: our reference on a sale, the charge of a refund or of a dispute at Stripe.</summary>
internal sealed record ToldLine(string Key, string Kind, DateTimeOffset At, long Gross, long Fee = 0, string? Source = null, string Currency = "EUR", string? About = null);

/// <summary>How a day is told.</summary>
internal enum Telling { Whole, Silent, Cut }

/// <summary>
/// The lists of an account in the providers' own words, day by day and page by page, as transcripts: each line is a recorded one (balance-transactions.json, statement.json) with
/// figures of its own.
/// </summary>
internal static class AccountLists
{
    private const int PerPage = 5;

    private static readonly string Data = Path.Combine(AppContext.BaseDirectory, "Data");
    private static readonly JsonNode StripeLine = Recorded("stripe/balance-transactions.json")["mappings"]![0]!["response"]!["jsonBody"]!["data"]![0]!;
    private static readonly JsonNode PayPalLine = Recorded("paypal/statement.json")["mappings"]![0]!["response"]!["jsonBody"]!["transaction_details"]![1]!;

    public static string Stripe(DateOnly day, IReadOnlyList<ToldLine> lines, Telling telling)
    {
        var since = new JsonObject { ["equalTo"] = Seconds(ParisTime.StartOf(day)) };
        var mappings = new JsonArray();
        var pages = lines.OrderByDescending(l => l.At).Chunk(PerPage).ToList();
        for (var i = 0; i < Math.Max(pages.Count, 1); i++)
        {
            var query = new JsonObject { ["created[gte]"] = since.DeepClone() };
            if (i > 0)
                query["starting_after"] = new JsonObject { ["equalTo"] = pages[i - 1][^1].Key };
            var body = new JsonObject
            {
                ["object"] = "list",
                ["url"] = "/v1/balance_transactions",
                ["has_more"] = i < pages.Count - 1,
                ["data"] = new JsonArray([.. (i < pages.Count ? pages[i] : []).Select(OfStripe)]),
            };
            // The last page first: the question for the first names no line.
            mappings.Insert(0, Answer("/v1/balance_transactions", query, telling is Telling.Silent || (telling is Telling.Cut && i == pages.Count - 1) ? 503 : 200, body));
        }
        return new JsonObject { ["mappings"] = mappings }.ToJsonString();
    }

    public static string PayPal(DateOnly day, IReadOnlyList<ToldLine> lines, Telling telling)
    {
        var (from, until) = (ParisTime.StartOf(day), ParisTime.StartOf(day.AddDays(1)));
        var mappings = new JsonArray();
        var pages = lines.OrderBy(l => l.At).Chunk(PerPage).ToList();
        for (var i = 0; i < Math.Max(pages.Count, 1); i++)
        {
            var query = new JsonObject
            {
                ["start_date"] = new JsonObject { ["equalTo"] = Instant(from) },
                ["end_date"] = new JsonObject { ["equalTo"] = Instant(until) },
                ["page"] = new JsonObject { ["equalTo"] = (i + 1).ToString(CultureInfo.InvariantCulture) },
            };
            var body = new JsonObject
            {
                ["account_number"] = "XZXSPECPDZHZU",
                ["start_date"] = Instant(from),
                ["end_date"] = Instant(until),
                ["last_refreshed_datetime"] = Instant(until.AddHours(4)),
                ["page"] = i + 1,
                ["total_items"] = lines.Count + (telling is Telling.Cut ? 1 : 0),
                ["total_pages"] = pages.Count,
            };
            if (pages.Count > 0)
                body["transaction_details"] = new JsonArray([.. pages[i].Select(OfPayPal)]);
            mappings.Add(Answer("/v1/reporting/transactions", query, telling is Telling.Silent ? 503 : 200, body));
        }
        return new JsonObject { ["mappings"] = mappings }.ToJsonString();
    }

    private static JsonNode OfStripe(ToldLine line)
    {
        var told = StripeLine.DeepClone();
        (told["id"], told["type"], told["reporting_category"], told["source"]) = (line.Key, line.Kind, line.Kind, SourceOf(line));
        (told["amount"], told["fee"], told["net"], told["currency"]) = (line.Gross, line.Fee, line.Gross - line.Fee, line.Currency.ToLowerInvariant());
        (told["created"], told["available_on"]) = (line.At.ToUnixTimeSeconds(), line.At.AddDays(2).ToUnixTimeSeconds());
        return told;
    }

    /// <summary>A number, or the object it names where the question asked for it.</summary>
    private static JsonNode? SourceOf(ToldLine line) => (line.About, line.Source?.Split('_')[0]) switch
    {
        (null, _) => line.Source,
        (_, "re") => new JsonObject { ["id"] = line.Source, ["object"] = "refund", ["charge"] = line.About },
        (_, "dp") => new JsonObject { ["id"] = line.Source, ["object"] = "dispute", ["charge"] = line.About },
        _ => new JsonObject { ["id"] = line.Source, ["object"] = "charge", ["metadata"] = new JsonObject { ["reference"] = line.About } },
    };

    private static JsonNode OfPayPal(ToldLine line)
    {
        var told = PayPalLine.DeepClone();
        var info = told["transaction_info"]!;
        (info["transaction_id"], info["transaction_event_code"], info["paypal_reference_id"]) = (line.Key, line.Kind, line.Source);
        (info["transaction_initiation_date"], info["transaction_updated_date"]) = (Instant(line.At), Instant(line.At));
        info["transaction_amount"] = Sum(line.Gross, line.Currency);
        info["fee_amount"] = Sum(-line.Fee, line.Currency);
        if (line.About is not null)
            info["custom_field"] = line.About;
        if (line.Source is null)
            info.AsObject().Remove("paypal_reference_id");
        return told;
    }

    private static JsonObject Sum(long cents, string currency) =>
        new() { ["currency_code"] = currency, ["value"] = (cents / 100m).ToString("0.00", CultureInfo.InvariantCulture) };

    private static JsonObject Answer(string path, JsonObject query, int status, JsonNode body) => new()
    {
        ["name"] = "a day of the account",
        ["request"] = new JsonObject { ["method"] = "GET", ["urlPath"] = path, ["queryParameters"] = query },
        ["response"] = new JsonObject { ["status"] = status, ["headers"] = new JsonObject { ["Content-Type"] = "application/json" }, ["jsonBody"] = body },
    };

    private static JsonNode Recorded(string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(Data, name)))!;

    private static string Seconds(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
