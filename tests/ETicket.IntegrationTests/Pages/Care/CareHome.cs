using ETicket.Access;
using ETicket.Families;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using Microsoft.Extensions.DependencyInjection;

namespace ETicket.IntegrationTests.Pages.Care;

/// <summary>A family of its own on the shared portal, with the children named, that entrusts cards and documents.</summary>
internal sealed record CareHome(PortalRunning Running, PortalLogin Login, FamilyId Family, IReadOnlyList<ChildId> Children)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>The health card of its first child.</summary>
    public string Card => CardOf(Children[0]);

    public static string CardOf(ChildId child) => $"/famille/dossier/enfants/{child}/sante";

    public static async Task<CareHome> WelcomeAsync(PortalRunning running, params string[] children)
    {
        string[] names = children.Length == 0 ? ["Lou"] : children;
        var home = new CareHome(running, new PortalLogin($"soin-{FamilyId.New()}", "tickets-de-cantine"), FamilyId.New(), [.. names.Select(_ => ChildId.New())]);
        await using var database = running.Portal.Database();
        await using var verbs = database.Verbs(running.Portal);
        var commune = await database.CommuneAsync();
        await verbs.GetRequiredService<FamilyFiles>().OpenAsync(
            commune,
            [new NewFamily(home.Family, $"C{home.Family}", "Soulié", [new(GuardianId.New(), "Camille", "Soulié", "camille@famille.example")], [.. names.Zip(home.Children, (name, id) => new NewChild(id, name, "Soulié"))])],
            Stop);
        await verbs.GetRequiredService<Logins>().CreateAsync(home.Login.UserName, null, home.Login.Password, [(commune, Role.Parent, home.Family)], Stop);
        return home;
    }

    public Task<ParentSession> EnterAsync() => ParentSession.EnterAsync(Running.Portal.Address, Login);

    public async Task IsAsync(FileState state)
    {
        await using var database = Running.Portal.Database();
        await using var verbs = database.Verbs(Running.Portal);
        await verbs.GetRequiredService<FamilyFiles>().SetStateAsync(await database.CommuneAsync(), Family, state, Stop);
    }

    /// <summary>One value asked behind the walls, where the auditor reads nothing.</summary>
    public async Task<T> AskAsync<T>(string sql, params object[] values)
    {
        await using var database = Running.Portal.Database();
        await using var owner = Npgsql.NpgsqlDataSource.Create(database.Logins.Owner);
        await using var command = owner.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return (T)(await command.ExecuteScalarAsync(Stop))!;
    }
}
