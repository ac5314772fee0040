using ETicket.Payments;

namespace ETicket.IntegrationTests.Payments.PayPal;

/// <summary>The one question that takes money: asked under its own key, and never left at that when nobody answers.</summary>
public sealed class PayPalCaptureTests
{
    [Fact]
    public async Task The_capture_has_a_key_of_its_own_and_a_capture_whose_answer_is_lost_is_found_in_the_order_at_once()
    {
        await using var desk = PayPalDesk.Open().Serves("capture-lost");
        var order = PayPalDesk.Payment();

        Assert.IsType<ProviderView.Credited>(await desk.LookUpAsync(order));

        Assert.Equal($"{order.Id}-capture", Assert.Single(desk.Stub.Asked, r => r.Method == "POST").Headers["PayPal-Request-Id"]);
    }

    [Theory]
    [InlineData("capture-lost-and-silent", true)]
    [InlineData("capture-broken", true)]
    [InlineData("out-of-order", false)]
    public async Task C4_a_capture_nobody_answered_and_no_order_tells_may_have_taken_the_money(string transcript, bool mayHaveTaken)
    {
        await using var desk = PayPalDesk.Open().Serves(transcript);

        Assert.Equal(mayHaveTaken, Assert.IsType<ProviderView.Unknown>(await desk.LookUpAsync()).MayHaveTaken);
        Assert.True(desk.Stub.Asked.Count(r => r.Method == "GET") <= 2);
    }

    [Fact]
    public async Task C4_a_capture_that_hangs_may_have_taken_the_money()
    {
        await using var desk = PayPalDesk.Open(configure: o => o.TimeOut = TimeSpan.FromSeconds(2)).Serves("approved-then-captured");
        desk.Stub.Adds(
            $$"""
            { "request": { "method": "POST", "urlPath": "/v2/checkout/orders/{{PayPalDesk.Order}}/capture" }, "response": { "status": 200, "fixedDelayMilliseconds": 60000 } }
            """);

        Assert.True(Assert.IsType<ProviderView.Unknown>(await desk.LookUpAsync()).MayHaveTaken);
    }
}
