using System.Net;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Http;

namespace ETicket.UnitTests.Security;

public sealed class OpenLimitTests
{
    private static readonly PortalOptions Options = new();

    [Fact]
    public void R22_Whoever_posts_one_open_form_after_the_other_is_told_to_wait_and_nobody_else_is()
    {
        var (insistent, neighbour) = (Asking("192.0.2.7", "POST", null), Asking("192.0.2.8", "POST", null));

        Assert.Equal(Options.OpenFormsPerMinute, Enumerable.Range(0, Options.OpenFormsPerMinute + 5).Count(_ => insistent()));
        Assert.True(neighbour());
    }

    [Fact]
    public void R22_Links_are_tried_so_often_and_a_form_is_looked_at_for_ever()
    {
        var (guesser, reader) = (Asking("192.0.2.7", "GET", "AAAA"), Asking("192.0.2.7", "GET", null));

        Assert.Equal(Options.LinksPerMinute, Enumerable.Range(0, Options.LinksPerMinute + 5).Count(_ => guesser()));
        Assert.All(Enumerable.Range(0, 200), _ => Assert.True(reader()));
    }

    [Fact]
    public void R103_Agendas_are_read_so_often_from_an_address_and_take_nothing_from_its_links()
    {
        var (program, person) = (Asking("192.0.2.7", "GET", "AAAA", "/agenda/x/AAAA.ics"), Asking("192.0.2.7", "GET", "AAAA"));

        Assert.Equal(Options.AgendasPerMinute, Enumerable.Range(0, Options.AgendasPerMinute + 5).Count(_ => program()));
        Assert.True(person());
        Assert.NotEqual(PartitionOf("/agenda/x/AAAA.ics"), PartitionOf("/lettres/x/AAAA"));
    }

    private static (string Kind, string Address) PartitionOf(string path) => Policy.GetPartition(Context("192.0.2.7", "GET", "AAAA", path)).PartitionKey;

    private static OpenLimit Policy => new(Microsoft.Extensions.Options.Options.Create(Options));

    private static DefaultHttpContext Context(string address, string method, string? token, string path)
    {
        var context = new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse(address) }, Request = { Method = method, Path = path } };
        if (token is not null)
            context.Request.RouteValues["token"] = token;
        return context;
    }

    /// <summary>Asks again and again from an address.</summary>
    private static Func<bool> Asking(string address, string method, string? token, string path = "/lettres/x/AAAA")
    {
        var partition = Policy.GetPartition(Context(address, method, token, path));
        var limiter = partition.Factory(partition.PartitionKey);
        return () => limiter.AttemptAcquire().IsAcquired;
    }
}
