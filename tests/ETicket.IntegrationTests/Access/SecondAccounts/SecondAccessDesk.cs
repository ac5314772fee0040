using ETicket.Access;
using ETicket.Access.SecondAccounts;
using ETicket.IntegrationTests.Access.Registering;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using Microsoft.AspNetCore.Identity;

namespace ETicket.IntegrationTests.Access.SecondAccounts;

/// <summary>Camille enters the file of the Martins; Alix answers for its children too, and has no access yet.</summary>
internal static class SecondAccessDesk
{
    public const string Alix = "alix@famille.example";
    public const string Camille = "camille@famille.example";
    public const string Home = "192.0.2.1";
    public const string Chosen = "trois vélos sous la neige";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<(RegisteringDesk Desk, FamilyFile Family, Guid Login)> MartinAsync(Cluster cluster)
    {
        var desk = await RegisteringDesk.OpenAsync(cluster);
        var martin = await desk.Town.OpensAFile("Martin", email: Camille);
        await martin.JoinedBy("Alix", null);
        await FactorDesk.ReadOwnAsync(desk.Books.Owner, "update guardian set last_name = 'Martin' where first_name = 'Alix' returning first_name");
        var login = await desk.SignsUpAsync("camille", Camille, martin);
        await desk.Agreements.AcceptAsync(desk.Town.Structure, login, await desk.TextsAsync(), Stop);
        return (desk, martin, login);
    }

    /// <summary>The mairie gave an access, as it does at the desk.</summary>
    public static async Task<Guid> SignsUpAsync(this RegisteringDesk desk, string userName, string? email, FamilyFile family) =>
        (await new Logins(desk.Books.Database, new PasswordHasher<Login>()).CreateAsync(userName, email, RegisteringDesk.Password, [(family.Town.Structure, Role.Parent, family.Id)], Stop)).Value;

    public static async Task AsksAsync(this RegisteringDesk desk, FamilyFile family, Guid login, string email = Alix, FamilyFile? adultOf = null)
    {
        var alix = new GuardianId(await desk.Books.AskAsync<Guid>("select id from guardian where first_name = 'Alix' and family_id = $1", (adultOf ?? family).Id.Value));
        await new SecondAccesses(desk.Books.Database).AskAsync(login, desk.Town.Structure, family.Id, alix, email, Stop);
    }

    /// <summary>Asked, accepted; the end of the link of the letter.</summary>
    public static async Task<string> InvitesAsync(this RegisteringDesk desk, FamilyFile family, Guid login, string email = Alix)
    {
        await desk.AsksAsync(family, login, email);
        await desk.Answers().AcceptAsync(desk.Town.Structure, Assert.Single(await desk.WaitingAsync()).Id, "regisseur", Stop);
        return await desk.InvitedAsync();
    }

    public static async Task<IReadOnlyList<WaitingAccess>> WaitingAsync(this RegisteringDesk desk)
    {
        await using var work = await desk.Books.Database.BeginAsync(desk.Town.Structure, Stop);
        return await AccessDesk.WaitingAsync(work, Stop);
    }

    public static AccessDesk Answers(this RegisteringDesk desk) => new(desk.Books.Database, new PortalAddress());

    public static Invitations Doors(this RegisteringDesk desk) => new(desk.Books.Database, new PasswordHasher<Login>(), desk.SignIn, new PortalAddress(), desk.Books.Clock);

    /// <summary>The end of the link of the last letter.</summary>
    public static async Task<string> InvitedAsync(this RegisteringDesk desk) =>
        new Uri(await desk.Books.AskAsync<string>("select variables ->> 'accept_address' from outbox_letter where name = 'SecondAccountInvitation' order by id desc limit 1")).Segments[^1];
}
