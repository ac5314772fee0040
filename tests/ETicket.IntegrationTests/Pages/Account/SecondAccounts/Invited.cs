using ETicket.Access.Links;
using ETicket.IntegrationTests.World;
using Npgsql;

namespace ETicket.IntegrationTests.Pages.Account.SecondAccounts;

/// <summary>Another responsable of a file of its own, whose access was asked for and accepted: who it is, and the link.</summary>
internal sealed record Invited(AccountHome Home, Guid Adult, string Address, string Link)
{
    public static async Task<Invited> WelcomeAsync(PortalRunning running)
    {
        var home = await AccountHome.WelcomeAsync(running);
        var (alix, address) = (await home.JoinedByAsync("Alix"), $"alix.{home.Id}@famille.example");
        using var parent = await home.EnterAsync();
        using (var asked = await parent.PostAsync("/compte/deuxieme-acces", ("adulte", alix.ToString()), ("adresse", address)))
            Assert.Equal("/compte/deuxieme-acces?demande=true", asked.Headers.Location?.ToString());
        await using var database = running.Portal.Database();
        await using var owner = NpgsqlDataSource.Create(database.Logins.Owner);
        await using var find = owner.CreateCommand("select id::text from second_account where email = $1");
        find.Parameters.Add(new() { Value = address });
        var id = (string)(await find.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
        var staff = await running.SessionAsync(PortalLogin.Staff);
        using (var accepted = await staff.PostAsync("/mairie/acces", ("geste", "accepter"), ("demande", id)))
            Assert.Equal("/mairie/acces?fait=accepter", accepted.Headers.Location?.ToString());
        return new(home, alix, address, await LinkAsync(running, address));
    }

    /// <summary>A link of our own for that request: the letter may be gone, and its link with it.</summary>
    public static async Task<string> LinkAsync(PortalRunning running, string address)
    {
        var (token, digest) = LinkToken.New();
        await using var database = running.Portal.Database();
        await using var owner = NpgsqlDataSource.Create(database.Logins.Owner);
        await using var command = owner.CreateCommand("update second_account set hash = $1 where email = $2");
        command.Parameters.Add(new() { Value = digest });
        command.Parameters.Add(new() { Value = address });
        Assert.Equal(1, await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
        return $"/invitation/{await database.CommuneAsync()}/{token}";
    }
}
