using System.Net;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Planning;
using ETicket.Web.Display;

namespace ETicket.IntegrationTests.Stories;

/// <summary>Days the planning never offers, asked by hand: refused as the page would, and nothing written.</summary>
[Collection(nameof(PortalStories))]
public sealed class BadWishesTests(PortalRunning running)
{
    private PortalProcess Portal => running.Portal;

    [Fact]
    public async Task A_day_that_cannot_be_ticked_is_refused_by_hand_as_by_the_page()
    {
        var parent = await running.SessionAsync(PortalLogin.Parent);
        await using var database = Portal.Database();
        var (julia, canteen, lou) = (await database.ChildAsync("Julia"), await database.ActivityAsync("Cantine"), await database.ChildAsync("Lou"));
        var past = await database.AskAsync<DateOnly>("select max(day) from open_day where activity_id = $1 and cancel_until < eticket_now() and closed_for is null", canteen.Value);
        var open = await database.AskAsync<DateOnly>("select min(day) from open_day where activity_id = $1 and add_until > eticket_now() + interval '1 hour'", canteen.Value);
        var before = await database.AskAsync<long>("select count(*) from booking");
        DayWish[] impossible =
        [
            new(julia, ActivityId.New(), open, true),
            new(julia, canteen, Sunday(open), true),
            new(julia, canteen, past, true),
            new(lou, canteen, open, true),
            new(ChildId.New(), canteen, open, true),
            new(julia, canteen, new DateOnly(9999, 12, 31), true),
        ];

        foreach (var wish in impossible)
        {
            using var answer = await parent.PostAsync("/famille/planning", ("voeux", WishCode.Write([wish])));
            var page = await ParentSession.ReadAsync(answer);

            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            Assert.NotEmpty(page.QuerySelector(".errors li")!.TextContent.Trim());
        }
        Assert.Equal(before, await database.AskAsync<long>("select count(*) from booking"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("n'importe quoi")]
    [InlineData("0123456789abcdef0123456789abcdef")]
    [InlineData("0123456789abcdef0123456789abcdef~a.b.c.d")]
    public async Task A_wish_that_cannot_be_read_is_refused(string? code)
    {
        var parent = await running.SessionAsync(PortalLogin.Parent);

        using var answer = await parent.PostAsync("/famille/planning", code is null ? [] : [("voeux", code)]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.NotEmpty(await ParentSession.RefusalAsync(answer));
    }

    [Fact]
    public async Task A_key_used_again_for_other_wishes_is_refused_and_the_first_wishes_stay()
    {
        var parent = await running.SessionAsync(PortalLogin.Parent);
        await using var database = Portal.Database();
        var (margot, canteen) = (await database.ChildAsync("Margot"), await database.ActivityAsync("Cantine"));
        var day = await database.AskAsync<DateOnly>("select min(day) from open_day where activity_id = $1 and add_until > eticket_now() + interval '1 hour'", canteen.Value);
        var first = WishCode.Write([new(margot, canteen, day, true)]);
        var other = first[..32] + WishCode.Write([new(margot, canteen, day, false)])[32..];

        using var accepted = await parent.PostAsync("/famille/planning", ("voeux", first));
        using var repeated = await parent.PostAsync("/famille/planning", ("voeux", first));
        using var reused = await parent.PostAsync("/famille/planning", ("voeux", other));

        Assert.Equal(
            [HttpStatusCode.SeeOther, HttpStatusCode.SeeOther, HttpStatusCode.UnprocessableEntity], new[] { accepted.StatusCode, repeated.StatusCode, reused.StatusCode });
        Assert.NotEmpty(await ParentSession.RefusalAsync(reused));
        Assert.Equal("Held", await database.AskAsync<string>("select state from booking where child_id = $1 and day = $2", margot.Value, day));
    }

    private static DateOnly Sunday(DateOnly day) => day.AddDays(-(int)day.DayOfWeek);
}
