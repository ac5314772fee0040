using System.Net;
using ETicket.Access;
using ETicket.IntegrationTests.Payments.AtTheDoor;
using ETicket.IntegrationTests.World;
using ETicket.Payments.Providers.PayFip;

namespace ETicket.IntegrationTests.Schedule;

/// <summary>A session is good to its last second, and not one more.</summary>
public sealed class SessionEndTests(Cluster cluster)
{
    private static readonly PortalLogin Login = new("famille.martin", "tickets-de-cantine");

    public static TheoryData<Role, TimeSpan> Lives => new()
    {
        // Eight hours after the last visit; never beyond what the role allows, however often it comes back.
        { Role.Parent, Sessions.Idle },
        { Role.Parent, Sessions.Longest },
        { Role.Regisseur, Sessions.LongestOfStaff },
    };

    [Theory]
    [MemberData(nameof(Lives))]
    public async Task D10_A_session_is_accepted_a_second_before_its_end_and_refused_a_second_after(Role role, TimeSpan life)
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        await using var doors = await Doors.OpenAsync(books, services => services.AddPayFip(_ => { }), address: "http://tickets.commune.example");
        await doors.Get<Logins>().CreateAsync(Login.UserName, null, Login.Password, [(town.Structure, role, role is Role.Parent ? martin.Id : null)], TestContext.Current.CancellationToken);
        var page = role is Role.Parent ? "/famille/planning" : "/mairie";

        var before = await LivesAsync(doors, books, page, life - TimeSpan.FromSeconds(1));
        var after = await LivesAsync(doors, books, page, life + TimeSpan.FromSeconds(1));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Redirect), (before, after));
    }

    /// <summary>Signs in, comes back every six hours as long as its life allows, and once more at that age.</summary>
    private static async Task<HttpStatusCode> LivesAsync(Doors doors, Books books, string page, TimeSpan age)
    {
        var born = books.Clock.GetUtcNow();
        using var session = await ParentSession.EnterAsync(doors.Address, Login);
        for (var visit = TimeSpan.FromHours(6); age > Sessions.Idle + TimeSpan.FromSeconds(1) && visit < age; visit += TimeSpan.FromHours(6))
        {
            await books.Clock.SetAsync(born + visit);
            (await session.GetAsync(page)).Dispose();
        }
        await books.Clock.SetAsync(born + age);
        using var answer = await session.GetAsync(page);
        return answer.StatusCode;
    }
}
