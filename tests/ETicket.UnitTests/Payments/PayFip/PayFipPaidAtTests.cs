using System.Globalization;
using ETicket.Payments;

namespace ETicket.UnitTests.Payments.PayFip;

/// <summary>PayFiP writes the time of a Paris clock, without seconds or offset.</summary>
public sealed class PayFipPaidAtTests
{
    [Theory]
    [InlineData("14052026", "1104", "2026-05-14T09:00:07Z", "2026-05-14T09:04:00Z")]
    [InlineData("14012026", "1104", "2026-01-14T10:00:07Z", "2026-01-14T10:04:00Z")]
    [InlineData("01072026", "0010", "2026-06-30T22:05:00Z", "2026-06-30T22:10:00Z")]
    [InlineData("31122026", "2359", "2026-12-31T22:50:00Z", "2026-12-31T22:59:00Z")]
    [InlineData("29022028", "0000", "2028-02-28T22:50:00Z", "2028-02-28T23:00:00Z")]
    // 29 March 2026: the clock jumps from 02:00 to 03:00 at 01:00 UTC.
    [InlineData("29032026", "0159", "2026-03-29T00:50:00Z", "2026-03-29T00:59:00Z")]
    [InlineData("29032026", "0230", "2026-03-29T00:50:00Z", "2026-03-29T01:00:00Z")]
    [InlineData("29032026", "0300", "2026-03-29T00:50:00Z", "2026-03-29T01:00:00Z")]
    // 25 October 2026: 02:00 to 03:00 is shown twice, from 00:00 UTC and from 01:00 UTC.
    [InlineData("25102026", "0159", "2026-10-24T23:50:00Z", "2026-10-24T23:59:00Z")]
    [InlineData("25102026", "0210", "2026-10-24T23:58:00Z", "2026-10-25T00:10:00Z")]
    [InlineData("25102026", "0230", "2026-10-25T00:20:00Z", "2026-10-25T00:30:00Z")]
    [InlineData("25102026", "0230", "2026-10-25T00:30:45Z", "2026-10-25T00:30:00Z")]
    [InlineData("25102026", "0230", "2026-10-25T00:31:00Z", "2026-10-25T01:30:00Z")]
    [InlineData("25102026", "0205", "2026-10-25T00:55:00Z", "2026-10-25T01:05:00Z")]
    [InlineData("25102026", "0230", "2026-10-25T01:20:00Z", "2026-10-25T01:30:00Z")]
    [InlineData("25102026", "0300", "2026-10-25T01:50:00Z", "2026-10-25T02:00:00Z")]
    public async Task The_paris_time_of_the_payment_becomes_an_instant(string dattrans, string heurtrans, string created, string paid)
    {
        var transcript = Transcript.Read("paid-by-card.xml").Replace(">14052026<", $">{dattrans}<").Replace(">1104<", $">{heurtrans}<");
        await using var desk = PayFipDesk.Open().Says(transcript);

        var credited = Assert.IsType<ProviderView.Credited>(await desk.LookUpAsync(PayFipDesk.Order(createdAt: Instant(created))));

        Assert.Equal(Instant(paid), credited.PaidAt);
    }

    /// <summary>Paid on 14 May 2026 at 11:04, asked five minutes after.</summary>
    [Theory]
    [InlineData("01010001", "0000")]
    [InlineData("31129999", "2359")]
    [InlineData("12052026", "2359")]
    [InlineData("16052026", "0000")]
    [InlineData("14052025", "1104")]
    [InlineData("14052027", "1104")]
    public async Task C20_a_date_that_lies_is_an_unreadable_answer(string dattrans, string heurtrans)
    {
        await using var desk = PayFipDesk.Open().Says(Transcript.Read("paid-by-card.xml").Replace(">14052026<", $">{dattrans}<").Replace(">1104<", $">{heurtrans}<"));

        Assert.Equal("unreadable dattrans or heurtrans", Assert.IsType<ProviderView.Unknown>(await desk.LookUpAsync()).Why);
    }

    [Theory]
    [InlineData("13052026", "0000")]
    [InlineData("15052026", "2359")]
    public async Task A_clock_that_is_a_day_off_is_believed(string dattrans, string heurtrans)
    {
        await using var desk = PayFipDesk.Open().Says(Transcript.Read("paid-by-card.xml").Replace(">14052026<", $">{dattrans}<").Replace(">1104<", $">{heurtrans}<"));

        Assert.IsType<ProviderView.Credited>(await desk.LookUpAsync());
    }

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
