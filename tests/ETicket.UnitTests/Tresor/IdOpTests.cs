using ETicket.Tresor.Operations;
using Microsoft.Extensions.Time.Testing;

namespace ETicket.UnitTests.Tresor;

public sealed class IdOpTests
{
    [Fact]
    public void The_time_inside_is_the_creation_time()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.Parse("2026-10-25T00:59:59.1234567Z"));

        var idOp = new IdOpMaker(clock).Next();

        Assert.Equal(clock.GetUtcNow(), IdOp.TimeOf(idOp));
        Assert.Equal(1, Guid.Parse(idOp).Version);
        Assert.InRange(Guid.Parse(idOp).Variant, 8, 11);
    }

    [Fact]
    public void A_published_idOp_tells_the_second_it_was_made()
    {
        // A sample of the public guide: created on 19/11/2015 at 16:35:13 UTC, its detail says 1735.
        var made = IdOp.TimeOf("81bdf4c0-8edb-11e5-8994-feff819cdc9f");

        Assert.Equal("2015-11-19T16:35:13", made.ToString("s"));
        Assert.Equal("1735", ParisClock.Heurtrans(made));
    }

    [Fact]
    public void No_two_are_the_same_when_the_clock_stands_still_or_goes_back()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.Parse("2026-09-01T08:00:00Z"));
        var maker = new IdOpMaker(clock);

        var made = Enumerable.Range(0, 3000).Select(_ => maker.Next()).ToList();
        clock.AdjustTime(clock.GetUtcNow().AddHours(-1));
        made.AddRange(Enumerable.Range(0, 3000).Select(_ => maker.Next()));
        clock.Advance(TimeSpan.FromHours(1));
        made.AddRange(Enumerable.Range(0, 3000).Select(_ => maker.Next()));

        Assert.Equal(9000, made.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Another_version_is_not_an_idOp() =>
        Assert.Throws<FormatException>(() => IdOp.TimeOf("f47ac10b-58cc-4372-a567-0e02b2c3d479"));
}
