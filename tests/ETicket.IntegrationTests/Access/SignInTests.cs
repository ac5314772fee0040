using ETicket.Access;
using ETicket.IntegrationTests.World;
using Microsoft.AspNetCore.Identity;

namespace ETicket.IntegrationTests.Access;

/// <summary>Who guesses passwords is slowed down, who has one is not, and nobody learns which identifiants exist.</summary>
public sealed class SignInTests(Cluster cluster)
{
    private const string Home = "192.0.2.10";
    private const string Stranger = "198.51.100.7";
    private const string Password = "le bon mot de passe";

    [Fact]
    public async Task A_stranger_who_guesses_pauses_himself_and_not_the_family()
    {
        await using var books = await Books.OpenAsync(cluster);
        var signIn = await OpenAsync(books);

        for (var i = 0; i < Tries.BeforePause; i++)
            await RefusedAsync(signIn, "martin", "faux", Stranger);

        await RefusedAsync(signIn, "martin", Password, Stranger);
        Assert.Single(await signIn.EnterAsync(" Martin ", Password, Home, CancellationToken.None));
    }

    [Fact]
    public async Task A_pause_ends()
    {
        await using var books = await Books.OpenAsync(cluster);
        var signIn = await OpenAsync(books);
        for (var i = 0; i < Tries.BeforePause; i++)
            await RefusedAsync(signIn, "martin", "faux", Home);
        await RefusedAsync(signIn, "martin", Password, Home);

        await books.Clock.SetAsync(books.Clock.GetUtcNow() + Tries.Pause);

        Assert.Single(await signIn.EnterAsync("martin", Password, Home, CancellationToken.None));
    }

    [Fact]
    public async Task Guesses_from_everywhere_close_the_login_to_addresses_never_seen_only()
    {
        await using var books = await Books.OpenAsync(cluster);
        var tries = new Tries(books.Clock);
        var signIn = await OpenAsync(books, tries);
        Assert.Single(await signIn.EnterAsync("martin", Password, Home, CancellationToken.None));

        for (var i = 0; i < Tries.PerHour; i++)
            Assert.True(tries.Begin("MARTIN", $"203.0.113.{i}"));

        await RefusedAsync(signIn, "martin", Password, Stranger);
        Assert.Single(await signIn.EnterAsync("martin", Password, Home, CancellationToken.None));
        await books.Clock.SetAsync(books.Clock.GetUtcNow().AddHours(1));
        Assert.Single(await signIn.EnterAsync("martin", Password, Stranger, CancellationToken.None));
    }

    [Fact]
    public async Task A_hundred_tries_at_once_are_a_hundred_tries()
    {
        await using var books = await Books.OpenAsync(cluster);
        var tries = new Tries(books.Clock);

        var allowed = 0;
        Parallel.For(0, 100, _ =>
        {
            if (tries.Begin("MARTIN", Stranger))
                Interlocked.Increment(ref allowed);
        });

        Assert.Equal(Tries.BeforePause, allowed);
    }

    [Fact]
    public async Task A_known_and_an_unknown_identifiant_cost_the_same_nothing_is_written()
    {
        await using var books = await Books.OpenAsync(cluster);
        var signIn = await OpenAsync(books);
        const string Row = "select xmin::text || ' ' || ctid::text || ' ' || (select count(*) from login) from login";
        var before = await BooksSay(books, Row);

        for (var i = 0; i < Tries.BeforePause + 2; i++)
        {
            await RefusedAsync(signIn, "martin", "faux", Stranger);
            await RefusedAsync(signIn, "personne", "faux", Stranger);
        }

        Assert.Equal(before, await BooksSay(books, Row));
    }

    [Fact]
    public async Task R23_In_an_incident_everybody_is_signed_out_or_one_login_alone()
    {
        await using var books = await Books.OpenAsync(cluster);
        await OpenAsync(books);
        var logins = new Logins(books.Database, new PasswordHasher<Login>());
        var martin = (await logins.FindAsync(" MARTIN ", CancellationToken.None))!.Value.Value;
        var petit = (await logins.CreateAsync("petit", null, Password, [], CancellationToken.None)).Value;
        var sessions = new Sessions(books.Database, books.Clock);
        foreach (var login in new[] { martin, petit, petit })
            await sessions.OpenAsync(login, "", CancellationToken.None);

        Assert.Null(await logins.FindAsync("personne", CancellationToken.None));
        Assert.Equal(2, await sessions.CloseAllAsync(petit, CancellationToken.None));
        Assert.Equal("1", await BooksSay(books, "select count(*)::text from login_token"));
        Assert.Equal((1, 0), (await sessions.CloseAllAsync(null, CancellationToken.None), await sessions.CloseAllAsync(null, CancellationToken.None)));
    }

    [Fact]
    public async Task A_session_that_ended_stays_ended_and_the_other_phone_goes_on()
    {
        await using var books = await Books.OpenAsync(cluster);
        await OpenAsync(books);
        var login = Guid.Parse(await BooksSay(books, "select id::text from login"));
        var sessions = new Sessions(books.Database, books.Clock);
        var (phone, library) = (await sessions.OpenAsync(login, "", CancellationToken.None), await sessions.OpenAsync(login, "", CancellationToken.None));

        await sessions.CloseAsync(login, library, CancellationToken.None);
        await sessions.SeenAsync(login, library, CancellationToken.None);

        Assert.False(await sessions.IsOpenAsync(login, library, Role.Parent, CancellationToken.None));
        Assert.True(await sessions.IsOpenAsync(login, phone, Role.Parent, CancellationToken.None));
        Assert.False(await sessions.IsOpenAsync(Guid.NewGuid(), phone, Role.Parent, CancellationToken.None));

        // Nobody came back to the phone: the next sign-in forgets it.
        await books.Clock.SetAsync(books.Clock.GetUtcNow() + Sessions.Idle + TimeSpan.FromMinutes(1));
        await sessions.OpenAsync(login, "", CancellationToken.None);
        Assert.Equal("1", await BooksSay(books, "select count(*)::text from login_token"));
    }

    [Theory]
    [InlineData(Role.Parent, 30 * 24)]
    [InlineData(Role.Counter, 12)]
    [InlineData(Role.Regisseur, 12)]
    public async Task A_session_used_every_hour_ends_all_the_same(Role role, int hours)
    {
        await using var books = await Books.OpenAsync(cluster);
        await OpenAsync(books);
        var login = Guid.Parse(await BooksSay(books, "select id::text from login"));
        var sessions = new Sessions(books.Database, books.Clock);
        var session = await sessions.OpenAsync(login, "", CancellationToken.None);

        var lived = 0;
        while (await sessions.IsOpenAsync(login, session, role, CancellationToken.None))
        {
            await sessions.SeenAsync(login, session, CancellationToken.None);
            await books.Clock.SetAsync(books.Clock.GetUtcNow().AddHours(1));
            lived++;
        }

        Assert.Equal(hours, lived);
    }

    private static async Task<SignIn> OpenAsync(Books books, Tries? tries = null)
    {
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var hasher = new PasswordHasher<Login>();
        await new Logins(books.Database, hasher).CreateAsync("martin", null, Password, [(town.Structure, Role.Parent, martin.Id)], CancellationToken.None);
        return new SignIn(books.Database, hasher, tries ?? new Tries(books.Clock));
    }

    private static Task RefusedAsync(SignIn signIn, string userName, string password, string address) =>
        Assert.ThrowsAsync<WrongIdentifiers>(() => signIn.EnterAsync(userName, password, address, CancellationToken.None));

    private static async Task<string> BooksSay(Books books, string sql)
    {
        await using var command = books.Owner.CreateCommand(sql);
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
