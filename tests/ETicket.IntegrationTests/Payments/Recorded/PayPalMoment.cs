using System.Globalization;
using System.Text.Json.Nodes;
using ETicket.IntegrationTests.Payments.PayPal;
using ETicket.Payments;
using ETicket.Payments.Providers.PayPal;
using Microsoft.Extensions.DependencyInjection;

namespace ETicket.IntegrationTests.Payments.Recorded;

/// <summary>« dispute-won D1250 C500 »: a transcript, and the movements of its dispute where they are others, a week apart.</summary>
internal sealed class PayPalMoment(string transcript, bool moneyLeft) : Moment(transcript, moneyLeft)
{
    /// <summary>The numbers of the recordings, and how many of their characters stay.</summary>
    private static readonly (string Recorded, int Kept)[] Numbers =
    [
        (PayPalDesk.Order, 12), (PayPalDesk.Capture, 12), (PayPalDesk.Dispute, 12), ("1JU08902781691411", 12), ("0JF852973C016714D", 12), ("4PY3491043212831X", 12), ("09E71677NS257044M", 12),
        ("6KH41907AB2210354", 12),
    ];

    private readonly PayPalStub _stub = PayPalStub.Open();

    public override void Speaks(Payment payment, int rank, string asked = "")
    {
        foreach (var (recorded, kept) in Numbers)
            _stub.Replaces(recorded, Own(recorded, kept, rank));
        _stub.Replaces(PayPalDesk.Reference, payment.Reference);
        if (Transcript.Split(' ') is not [var name, .. { Length: > 0 } movements])
            _stub.Serves(Transcript);
        else
            _stub.ServesWith(name, "money_movements", new JsonArray([.. movements.Select(Movement)]));
    }

    public override string AsRecorded(string text, int rank) =>
        Numbers.Aggregate(text, (told, number) => told.Replace(Own(number.Recorded, number.Kept, rank), number.Recorded, StringComparison.Ordinal));

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _stub.DisposeAsync();
    }

    protected override void Serve(IServiceCollection services) => services.AddPayPal(options => PayPalDesk.Settle(options, _stub));

    private static string Own(string recorded, int kept, int rank) => recorded[..kept] + (rank + 10_001).ToString("D5", CultureInfo.InvariantCulture);

    private static JsonObject Movement(string moved, int rank) => new()
    {
        ["affected_party"] = "SELLER",
        ["type"] = moved[0] == 'D' ? "DEBIT" : "CREDIT",
        ["amount"] = new JsonObject { ["currency_code"] = "EUR", ["value"] = (int.Parse(moved[1..], CultureInfo.InvariantCulture) / 100m).ToString("0.00", CultureInfo.InvariantCulture) },
        ["initiated_time"] = $"2026-11-{12 + rank}T00:00:00Z",
        ["reason"] = "DISPUTE_SETTLEMENT",
    };
}
