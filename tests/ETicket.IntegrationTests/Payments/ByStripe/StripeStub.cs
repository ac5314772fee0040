using System.Text.Json;
using ETicket.Payments.Providers.Stripe;
using ETicket.UnitTests.Payments.Mapped;

namespace ETicket.IntegrationTests.Payments.ByStripe;

/// <summary>Stripe on this machine, by its transcripts; it signs its notices with the secret of the tests.</summary>
internal sealed class StripeStub : IAsyncDisposable
{
    public const string Account = "essai";
    public const string Key = "sk_test_0000";
    public const string Secret = "whsec_of_the_tests_0001";

    public StripeStub()
    {
        Server.Values["session"] = Session;
        Knows("", 0);
    }

    public MappedServer Server { get; } = new();

    public string Session { get; } = "cs_test_" + Guid.NewGuid().ToString("N");

    public StripeStub Plays(params string[] transcripts)
    {
        Server.Plays([.. transcripts.Select(name => Path.Combine(AppContext.BaseDirectory, "Data", "stripe", name + ".json"))]);
        return this;
    }

    /// <summary>What its answers speak of from now on.</summary>
    public void Knows(string reference, long cents) =>
        (Server.Values["reference"], Server.Values["amount"], Server.Values["net"]) = (reference, cents.ToString(), (cents - 63).ToString());

    /// <summary>A notice about an object, signed as Stripe signs, some seconds ago.</summary>
    public static HttpRequestMessage Notice(string type, object about, int secondsAgo = 0, string secret = Secret)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object?>
        {
            ["id"] = "evt_" + Guid.NewGuid().ToString("N"),
            ["object"] = "event",
            ["api_version"] = StripeOptions.Version,
            ["livemode"] = false,
            ["type"] = type,
            ["data"] = new Dictionary<string, object?> { ["object"] = about },
        });
        var time = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - secondsAgo;
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/paiement/stripe/notification", UriKind.Relative)) { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json; charset=utf-8");
        request.Headers.TryAddWithoutValidation(StripeSignature.Header, $"t={time},v1={Convert.ToHexStringLower(StripeSignature.Sign(time, body, secret))}");
        return request;
    }

    public HttpRequestMessage Completed(int secondsAgo = 0, string secret = Secret) => Notice("checkout.session.completed", new { id = Session, payment_status = "paid" }, secondsAgo, secret);

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
