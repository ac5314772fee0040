using System.Text.RegularExpressions;
using ETicket.IntegrationTests.Payments.ByStripe;
using ETicket.Payments;
using ETicket.Payments.Providers.Stripe;
using ETicket.UnitTests.Payments.Mapped;
using Microsoft.Extensions.DependencyInjection;

namespace ETicket.IntegrationTests.Payments.Recorded;

internal sealed partial class StripeMoment(string transcript, bool moneyLeft) : Moment(transcript, moneyLeft)
{
    private const string Recorded = "PSF1ent";

    private readonly MappedServer _server = new();

    public override void Speaks(Payment payment, int rank, string asked = "")
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Data", "stripe", Transcript + ".json"));
        text = text.Replace(Recorded, Own(rank), StringComparison.Ordinal).Replace("ET0196A5F3B2C17D3E9A4B5C6D", payment.Reference, StringComparison.Ordinal)
            .Replace("\"refund-1\"", $"\"{asked}\"", StringComparison.Ordinal);
        text = Amount().Replace(text, payment.Amount.Cents.ToString());
        _server.AddsText(Net().Replace(text, (payment.Amount.Cents - 63).ToString()));
    }

    public override string AsRecorded(string text, int rank) => text.Replace(Own(rank), Recorded, StringComparison.Ordinal);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _server.DisposeAsync();
    }

    protected override void Serve(IServiceCollection services) => services.AddStripe(options =>
    {
        options.Address = _server.Address;
        options.Accounts[StripeStub.Account] = new StripeAccount { SecretKey = StripeStub.Key, WebhookSecrets = { StripeStub.Secret } };
    });

    private static string Own(int rank) => $"PSF{rank + 2:D5}x";

    [GeneratedRegex(@"\b2640\b", RegexOptions.CultureInvariant, 200)]
    private static partial Regex Amount();

    [GeneratedRegex(@"\b2577\b", RegexOptions.CultureInvariant, 200)]
    private static partial Regex Net();
}
