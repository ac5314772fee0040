using System.Net;
using ETicket.IntegrationTests.World;

namespace ETicket.IntegrationTests.Stories;

/// <summary>A computer that several people share: who leaves has left, whatever the next one finds in the browser.</summary>
[Collection(nameof(PortalStories))]
public sealed class LeavingTests(PortalRunning running)
{
    [Fact]
    public async Task A_cookie_kept_after_leaving_opens_nothing_and_the_other_phone_goes_on()
    {
        using var library = await ParentSession.EnterAsync(running.Portal.Address, PortalLogin.OtherParent);
        using var phone = await ParentSession.EnterAsync(running.Portal.Address, PortalLogin.OtherParent);
        var kept = library.Cookies.Single(c => c.Name == "eticket").Value;

        using var left = await library.PostAsync("/deconnexion");
        using var thief = new ParentSession(running.Portal.Address);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/famille/planning", UriKind.Relative)) { Headers = { { "Cookie", $"eticket={kept}" } } };
        using var stolen = await thief.Http.SendAsync(request);
        using var other = await phone.GetAsync("/famille/planning");

        Assert.Equal((HttpStatusCode.SeeOther, HttpStatusCode.Redirect, HttpStatusCode.OK), (left.StatusCode, stolen.StatusCode, other.StatusCode));
        Assert.Contains("/connexion", stolen.Headers.Location!.ToString(), StringComparison.Ordinal);
    }
}
