using System.Globalization;

namespace ETicket.IntegrationTests.Replay;

/// <summary>
/// October 2025, invented so that everything awkward happens: two prices in the month, debts met at another price, refunds in several parts, a chargeback on tickets eaten,
/// the hour that exists twice, openings below zero, documents of several types, origins left empty, a family on two tariffs the same day. It writes the folder and, fact by
/// fact, the model of single tickets.
/// </summary>
internal sealed partial class HostileMonth
{
    private readonly List<string> _receipts = ["receipt;date;time;family;means;kind;ticket_type;qty;unit_cents;line_cents;receipt_total_cents;refdet;resultrans;numauto;origin;note"];
    private readonly List<string> _consumption = ["date;family;ticket_type;kind;qty"];
    private readonly List<string> _openings = ["family;ticket_type;opening_qty"];

    /// <summary>The facts of each day, in the order they act: sales and cancellations, reversals and refunds, consumption, re-credits.</summary>
    private readonly SortedDictionary<(DateOnly Day, int Stage, int Rank), Action<TicketModel>> _facts = [];
    private int _rank;

    public TicketModel Model { get; } = new();

    public static HostileMonth October()
    {
        var month = new HostileMonth();
        month.Open("ZOE", "REPAS", 2, 300);
        month.Open("YVES", "REPAS", -3, 300);
        month.Open("YVES", "GARDE", 0, 150);
        month.Open("ABEL", "GARDE", 6, 150);

        // Debts at 300, bought at 300, then met at 350 after the change of the 13th.
        month.Document("Q2025-000098", 1, "08:00", "ZOE", "CARTE_STRIPE", "sale", "", ("REPAS", 4, 300));
        month.Document("Q2025-000099", 2, "12:30", "ABEL", "PAYPAL", "sale", "", ("REPAS", 5, 300), ("GARDE", 10, 150));
        month.Use(2, "ZOE", "REPAS", 3);
        month.Use(3, "ZOE", "REPAS", 4);
        month.Use(3, "YVES", "REPAS", 2);
        month.Use(3, "ABEL", "REPAS", 2);
        month.Use(3, "ABEL", "REPAS_PAI", 1);
        month.Document("R2025-000007", 6, "00:00", "ABEL", "PAYPAL", "refund_by_provider", "Q2025-000099", ("REPAS", -1, 300));
        month.Document("R2025-000008", 7, "00:00", "ABEL", "PAYPAL", "refund_by_provider", "Q2025-000099", ("REPAS", -2, 300), ("GARDE", -4, 150));
        month.Use(7, "ABEL", "REPAS", 2);

        month.Document("Q2025-000100", 13, "09:00", "YVES", "CHEQUE", "sale", "", ("REPAS", 8, 350));
        month.Document("Q2025-000101", 13, "09:05", "ABEL", "ESPECES", "sale", "", ("GARDE", 12, 150), ("REPAS_PAI", 3, 100));
        month.Document("Q2025-000102", 13, "09:09", "ABEL", "ESPECES", "cancel", "", ("GARDE", -12, 150), ("REPAS_PAI", -3, 100));
        month.Use(13, "ZOE", "REPAS", 2);
        month.GiveBack(13, "ZOE", "REPAS", "recredit_sickness", 1);
        month.Use(14, "YVES", "REPAS", 2);
        month.GiveBack(14, "YVES", "REPAS", "recredit_closure", 1);
        month.Use(14, "ABEL", "GARDE", 3);

        month.Document("R2025-000009", 16, "10:00", "ZOE", "CARTE_STRIPE", "chargeback", "Q2025-000098", ("REPAS", -4, 300));
        month.Document("Q2025-000103", 17, "18:00", "ZOE", "PAYFIP_SEPA", "sale", "", ("REPAS", 6, 350));
        month.Use(17, "ZOE", "REPAS", 2);
        month.GiveBack(17, "ZOE", "REPAS", "recredit_closure", 1);
        month.GiveBack(17, "ZOE", "REPAS", "recredit_sickness", 1);
        month.Document("B2025-000001", 20, "11:00", "ZOE", "HORS_REGIE", "refund_by_commune", "", ("REPAS", -2, 350));
        month.Document("R2025-000010", 21, "00:00", "YVES", "CHEQUE", "unpaid_cheque", "Q2025-000100", ("REPAS", -8, 350));
        month.Use(21, "YVES", "REPAS", 1);

        // 26 October: 02:50 in summer time, then 02:10 and 02:20 in winter time. The number decides.
        month.Document("Q2025-000104", 26, "02:50", "ZOE", "PAYFIP_CB", "sale", "", ("REPAS", 1, 350));
        month.Document("Q2025-000105", 26, "02:10", "YVES", "PAYFIP_CB", "sale", "", ("REPAS", 7, 350));
        month.Document("Q2025-000106", 26, "02:20", "YVES", "CHEQUE", "sale", "", ("GARDE", 2, 160));
        month.Document("R2025-000011", 28, "00:00", "ZOE", "PAYFIP_SEPA", "rejected_sdd", "", ("REPAS", -4, 350));
        month.Use(28, "YVES", "GARDE", 5);
        month.Use(30, "ZOE", "REPAS", 3);
        return month;
    }

    public MonthFolder Write()
    {
        foreach (var fact in _facts.Values)
            fact(Model);
        return MonthFolder.Of(
            ("prices.csv", "ticket_type;service;from;unit_cents\nREPAS;CANTINE;2025-09-01;300\nGARDE;ACCUEIL;2025-10-01;150\nREPAS;CANTINE;2025-10-13;350\n"
                + "REPAS_PAI;CANTINE;2025-10-01;100\nGARDE;ACCUEIL;2025-10-20;160\n"),
            ("families.csv", "family;canteen_tariff;children;bus\nZOE;REPAS;4;0\nYVES;REPAS;2;1\nABEL;REPAS;3;0\n"),
            ("opening_balances.csv", Lines(_openings)), ("receipts.csv", Lines(_receipts)), ("consumption.csv", Lines(_consumption)));
    }

    private static long PriceOf(string type, int day) => (type, day) switch
    {
        ("REPAS", < 13) => 300,
        ("REPAS", _) => 350,
        ("GARDE", < 20) => 150,
        ("GARDE", _) => 160,
        _ => 100,
    };

    private static string Lines(IEnumerable<string> lines) => string.Join('\n', lines) + "\n";

    private static DateOnly Day(int day) => new(2025, 10, day);

    private void Open(string family, string type, int quantity, long price)
    {
        _openings.Add($"{family};{type};{quantity}");
        Model.Open(family, type, quantity, price);
    }

    private void Document(string number, int day, string time, string family, string means, string kind, string origin, params (string Type, int Quantity, long Unit)[] lines)
    {
        var total = lines.Sum(l => l.Quantity * l.Unit);
        var payfip = kind == "sale" && means.StartsWith("PAYFIP", StringComparison.Ordinal);
        var tail = payfip ? $"REF{number[6..]};{(means == "PAYFIP_CB" ? "P" : "V")};12{number[6..]}" : ";;";
        foreach (var (type, quantity, unit) in lines)
        {
            _receipts.Add($"{number};2025-10-{day:D2};{time};{family};{means};{kind};{type};{quantity};{unit};{quantity * unit};{total};{tail};{origin};");
            Then(Day(day), number[0] == 'Q' ? 0 : 1, model =>
            {
                if (kind == "sale")
                    model.Sell(number, family, type, quantity, unit);
                else
                    model.TakeBack(kind switch { "cancel" => "cancelled", "refund_by_commune" => "refunded", _ => "reversed" }, OriginOf(number, origin), family, type, -quantity, unit);
            });
        }
    }

    /// <summary>What an empty origin means, worked out by hand.</summary>
    private static string OriginOf(string number, string origin) => number switch
    {
        "Q2025-000102" => "Q2025-000101",
        "B2025-000001" or "R2025-000011" => "Q2025-000103",
        _ => origin,
    };

    private void Use(int day, string family, string type, int quantity)
    {
        _consumption.Add(string.Create(CultureInfo.InvariantCulture, $"2025-10-{day:D2};{family};{type};consumption;{-quantity}"));
        Then(Day(day), 2, model => model.Use(Day(day), family, type, quantity, PriceOf(type, day)));
    }

    private void GiveBack(int day, string family, string type, string kind, int quantity)
    {
        _consumption.Add(string.Create(CultureInfo.InvariantCulture, $"2025-10-{day:D2};{family};{type};{kind};{quantity}"));
        Then(Day(day), 3, model => model.GiveBack(kind, Day(day), family, type, quantity));
    }

    private void Then(DateOnly day, int stage, Action<TicketModel> fact) => _facts.Add((day, stage, ++_rank), fact);
}
