using System.Text.Json.Nodes;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Providers;
using Microsoft.AspNetCore.Http;

namespace ETicket.UnitTests.Payments.Stripe;

/// <summary>What was given back or taken back of a payment, as a look-up tells it; and how a refund is asked for.</summary>
public sealed class StripeRefundTests
{
    [Fact]
    public async Task C28_refunds_are_told_one_by_one_and_a_failed_one_as_money_that_came_back()
    {
        await using var desk = StripeDesk.Open().Plays("session-refunded-in-part");

        Assert.Equal(
            [
                new TakenBack("re_3PSF1entFailed", new Money(250), false, true), new TakenBack("re_3PSF1entFirst", new Money(500), false, false),
                new TakenBack("re_3PSF1entSecond", new Money(250), false, false),
            ],
            (await desk.LookUpCreditedAsync()).Back);
    }

    [Theory]
    [InlineData(false, "re_3PSF1entFirst re_3PSF1entSecond re_3PSF1entFailed re_3PSF1entNext")]
    [InlineData(true, null)]
    public async Task C28_a_list_of_several_pages_is_read_to_its_end_or_nothing_is_known(bool endless, string? told)
    {
        await using var desk = StripeDesk.Open();
        var text = await File.ReadAllTextAsync(StripeDesk.File("session-refunded-in-part"), TestContext.Current.CancellationToken);
        desk.Server.AddsText(text.Replace("\"has_more\": false", "\"has_more\": true"));
        var next = JsonNode.Parse(text)!["mappings"]![1]!.DeepClone();
        next["request"]!["queryParameters"]!["starting_after"] = new JsonObject { ["equalTo"] = "re_3PSF1entFailed" };
        next["response"]!["jsonBody"]!["data"] = new JsonArray(next["response"]!["jsonBody"]!["data"]![0]!.DeepClone());
        next["response"]!["jsonBody"]!["data"]![0]!["id"] = "re_3PSF1entNext";
        if (!endless)
            desk.Server.AddsText(next.ToJsonString());

        var seen = await desk.LookUpAsync();

        Assert.Equal(told, seen is ProviderView.Credited credited ? string.Join(' ', told!.Split(' ').Where(id => credited.Back.Any(b => b.Key == id))) : null);
        if (endless)
            Assert.Equal("a list that does not go on", Assert.IsType<ProviderView.Unknown>(seen).Why);
    }

    [Fact]
    public async Task C28_a_refund_of_ours_is_told_with_the_key_it_was_asked_under()
    {
        await using var desk = StripeDesk.Open().Plays("session-refunded-by-us");
        desk.Server.Values["key"] = "refund-1";
        Assert.Equal("refund-1", Assert.Single((await desk.LookUpCreditedAsync()).Back).Asked);
    }

    [Theory]
    [InlineData("session-disputed", true, false)]
    [InlineData("session-dispute-appealed", true, false)]
    [InlineData("session-dispute-lost", true, false)]
    [InlineData("session-dispute-won", true, true)]
    [InlineData("session-questioned", false, false)]
    public async Task C30_a_dispute_takes_the_money_and_may_give_it_back_a_question_takes_nothing(string transcript, bool taken, bool won)
    {
        await using var desk = StripeDesk.Open().Plays(transcript);

        TakenBack[] expected = taken ? [new("dp_1PSF1entTickets", new Money(2500), true, won) { Unshown = !won }] : [];
        Assert.Equal(expected, (await desk.LookUpCreditedAsync()).Back);
    }

    [Theory]
    [InlineData("session-dispute-taken", "2500")]
    [InlineData("session-dispute-given", "2500 won")]
    [InlineData("session-dispute-reopened", "2500 won, #2 2500 unshown")]
    [InlineData("session-dispute-taken-again", "2500 won, #2 2500")]
    [InlineData("session-dispute-given-again", "2500 won, #2 2500 won")]
    public async Task C30_what_an_appeal_takes_again_is_a_taking_of_its_own_and_one_that_no_movement_shows_is_said_so(string transcript, string told)
    {
        await using var desk = StripeDesk.Open().Plays(transcript);

        var back = (await desk.LookUpCreditedAsync()).Back;

        Assert.All(back, b => Assert.True(b.ByTheBank));
        Assert.Equal(told, string.Join(", ", back.Select(b => $"{b.Key.Replace("dp_1PSF1entTickets", "")} {b.Amount.Cents}{(b.WonBack ? " won" : "")}{(b.Unshown ? " unshown" : "")}".TrimStart())));
    }

    [Fact]
    public async Task A_refund_Stripe_has_made_is_found_by_its_key_when_the_key_itself_is_forgotten()
    {
        await using var desk = StripeDesk.Open().Plays("refund-known");
        desk.Server.Values["key"] = "refund-1";

        var found = await desk.Provider.RefundAsync(StripeDesk.Order(), StripeDesk.Session, new Money(500), "refund-1", TestContext.Current.CancellationToken);

        Assert.Equal(new RefundView.Made("re_3PSF1entFirst", new Money(500)), found);
        Assert.DoesNotContain(desk.Server.Requests, r => HttpMethods.IsPost(r.Method));
    }

    [Fact]
    public async Task C28_a_refund_is_made_under_its_key_and_one_too_many_is_refused()
    {
        await using var desk = StripeDesk.Open().Plays("refund-made");
        var stop = TestContext.Current.CancellationToken;

        var made = await desk.Provider.RefundAsync(StripeDesk.Order(), StripeDesk.Session, new Money(500), "refund-1", stop);
        desk.Plays("refund-too-much");
        var refused = await desk.Provider.RefundAsync(StripeDesk.Order(), StripeDesk.Session, new Money(500), "refund-2", stop);
        desk.Plays("look-up-unavailable");
        var unknown = await desk.Provider.RefundAsync(StripeDesk.Order(), StripeDesk.Session, new Money(500), "refund-3", stop);

        Assert.Equal(new RefundView.Made("re_3PSF1entFirst", new Money(500)), made);
        Assert.Equal(["refund-1", "refund-2"], desk.Server.Requests.Where(r => HttpMethods.IsPost(r.Method)).Select(r => r.Headers["Idempotency-Key"]));
        Assert.Equal("charge_already_refunded", Assert.IsType<RefundView.Refused>(refused).Code);
        Assert.IsType<RefundView.Unknown>(unknown);
    }
}
