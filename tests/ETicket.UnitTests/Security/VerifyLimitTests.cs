using System.Net;
using ETicket.Web.Endpoints;
using Microsoft.AspNetCore.Http;

namespace ETicket.UnitTests.Security;

public sealed class VerifyLimitTests
{
    [Fact]
    public void Whoever_tries_codes_one_after_the_other_is_told_to_wait_and_nobody_else_is()
    {
        var guesser = Asking("192.0.2.7", "AAAA-AAAA-AAAA-AAAA");
        var neighbour = Asking("192.0.2.8", "AAAA-AAAA-AAAA-AAAA");

        var heard = Enumerable.Range(0, VerifyLimit.PerMinute + 5).Select(_ => guesser()).ToList();

        Assert.Equal(VerifyLimit.PerMinute, heard.Count(h => h));
        Assert.True(neighbour());
    }

    [Fact]
    public void The_form_itself_is_always_open()
    {
        var form = Asking("192.0.2.7", null);

        Assert.All(Enumerable.Range(0, 200), _ => Assert.True(form()));
    }

    /// <summary>Asks again and again from an address.</summary>
    private static Func<bool> Asking(string address, string? code)
    {
        var context = new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse(address) } };
        if (code is not null)
            context.Request.RouteValues["code"] = code;
        var partition = new VerifyLimit().GetPartition(context);
        var limiter = partition.Factory(partition.PartitionKey);
        return () => limiter.AttemptAcquire().IsAcquired;
    }
}
