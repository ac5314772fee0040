using ETicket.Access;
using ETicket.Families;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ETicket.IntegrationTests.Pages.Account;

/// <summary>A family of its own on the shared portal, and the login of its only adult: stories change passwords, and leave the demonstration's alone.</summary>
internal sealed record AccountHome(PortalRunning Running, PortalLogin Login, Guid Id, GuardianId Guardian, string Address)
{
    public const string Password = "un premier mot de passe";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<AccountHome> WelcomeAsync(PortalRunning running, bool withAddress = true)
    {
        var (family, guardian) = (FamilyId.New(), GuardianId.New());
        var name = family.ToString()[24..];
        var address = $"camille.{name}@famille.example";
        await using var database = running.Portal.Database();
        await using var verbs = database.Verbs(running.Portal);
        var commune = await database.CommuneAsync();
        await verbs.GetRequiredService<FamilyFiles>().OpenAsync(commune, [new NewFamily(family, $"A{family}", "Aubry", [new(guardian, "Camille", "Aubry", withAddress ? address : null)], [])], Stop);
        var login = new PortalLogin($"aubry-{name}", Password);
        var id = await verbs.GetRequiredService<Logins>().CreateAsync(login.UserName, withAddress ? address : null, login.Password, [(commune, Role.Parent, family)], Stop);
        return new(running, login, id.Value, guardian, address);
    }

    /// <summary>Another responsable of the file, without an access of their own.</summary>
    public async Task<Guid> JoinedByAsync(string firstName, string? email = null) => Guid.Parse(await BehindTheWallsAsync(
        """
        insert into guardian (structure_id, id, family_id, kind, receives_letters, first_name, last_name, email)
        select structure_id, $3, family_id, 'Guardian', true, $4, last_name, nullif($5, '') from guardian where id = $2 and $1 is not null returning id::text
        """,
        GuardianId.New().Value, firstName, email ?? ""));

    public Task<ParentSession> EnterAsync() => ParentSession.EnterAsync(Running.Portal.Address, Login);

    /// <summary>What the door answers to a password, without a session of ours.</summary>
    public async Task<int> TriedAsync(string password)
    {
        using var somebody = new ParentSession(Running.Portal.Address);
        using var answer = await somebody.PostAsync("/connexion", ("identifiant", Login.UserName), ("motdepasse", password));
        return (int)answer.StatusCode;
    }

    /// <summary>Everything a change of password writes: hash, sessions, links and letters, in one line that is the same when nothing was written.</summary>
    public Task<string> WrittenAsync() => BehindTheWallsAsync(
        """
        select concat_ws(' ', l.password_hash, l.security_stamp, (select count(*) from login_token t where t.user_id = l.id), (select count(*) from outbox_letter o where o.guardian_id = $2))
        from login l where l.id = $1
        """);

    public Task<string> LettersAsync(string name) => BehindTheWallsAsync("select count(*)::text from outbox_letter where guardian_id = $2 and name = $3 and $1 is not null", name);

    private async Task<string> BehindTheWallsAsync(string sql, params object[] more)
    {
        await using var database = Running.Portal.Database();
        await using var owner = NpgsqlDataSource.Create(database.Logins.Owner);
        await using var command = owner.CreateCommand(sql);
        foreach (var value in more.Prepend(Guardian.Value).Prepend(Id))
            command.Parameters.Add(new() { Value = value });
        return (string)(await command.ExecuteScalarAsync(Stop))!;
    }
}
