using ETicket.Access;
using ETicket.Access.Factor;
using ETicket.Access.Passwords;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;

namespace ETicket.IntegrationTests.Access;

/// <summary>A code after the password: once, in time, counted like a password, and sealed where it rests.</summary>
public sealed class SecondFactorTests(Cluster cluster)
{
    private const string Home = "192.0.2.10";
    private const string Stranger = "198.51.100.7";
    private const string Present = "un premier mot de passe";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task R21_A_code_opens_once_now_or_a_step_away_and_never_one_older_than_the_last_that_opened()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (login, factors) = await CamilleAsync(books);
        Assert.Null(await factors.StampAsync(login, Stop));
        var (secret, _) = await SetAsync(books, factors, login);
        var stamp = (await factors.StampAsync(login, Stop))!;

        // The code that set it does not open: it was used.
        await RefusedAsync(factors, login, stamp, Code(books, secret, 0));
        await books.Clock.SetAsync(books.Clock.GetUtcNow().AddSeconds(90));
        await factors.EnterAsync(login, stamp, $" {Code(books, secret, -30)[..3]} {Code(books, secret, -30)[3..]} ", Home, Stop);
        await RefusedAsync(factors, login, stamp, Code(books, secret, -30));
        await factors.EnterAsync(login, stamp, Code(books, secret, 30), Home, Stop);
        // Later steps opened: the one in between never will.
        await RefusedAsync(factors, login, stamp, Code(books, secret, 0));
        await RefusedAsync(factors, login, stamp, Code(books, secret, 60));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R21_Of_four_who_use_a_code_at_once_one_enters_and_a_recovery_code_opens_once()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (login, factors) = await CamilleAsync(books);
        var (secret, recovery) = await SetAsync(books, factors, login);
        var stamp = (await factors.StampAsync(login, Stop))!;
        Assert.Equal((10, 10), (recovery.Count, recovery.Distinct(StringComparer.Ordinal).Count()));
        await books.Clock.SetAsync(books.Clock.GetUtcNow().AddMinutes(1));

        foreach (var code in new[] { Code(books, secret, 0), Base32.InFours(recovery[3]).ToLowerInvariant().Replace(' ', '-') })
        {
            var entered = await Task.WhenAll(Enumerable.Range(0, 4).Select(async i =>
            {
                try
                {
                    await factors.EnterAsync(login, stamp, code, $"192.0.2.{i}", Stop);
                    return true;
                }
                catch (WrongCode)
                {
                    return false;
                }
            }));
            Assert.Single(entered, won => won);
        }
        Assert.Equal(9, await factors.RecoveryLeftAsync(login, Stop));
    }

    [Fact]
    public async Task R22_G9_Wrong_codes_pause_like_wrong_passwords_and_a_right_password_ends_no_pause_of_theirs()
    {
        await using var books = await Books.OpenAsync(cluster);
        var tries = new Tries(books.Clock);
        var (login, factors) = await CamilleAsync(books, tries);
        var (secret, recovery) = await SetAsync(books, factors, login);
        var stamp = (await factors.StampAsync(login, Stop))!;
        await books.Clock.SetAsync(books.Clock.GetUtcNow().AddMinutes(1));

        for (var i = 0; i < Tries.BeforePause; i++)
            await RefusedAsync(factors, login, stamp, "000000", Stranger);
        Assert.Single(await new SignIn(books.Database, new PasswordHasher<Login>(), tries).EnterAsync("camille", Present, Stranger, Stop));
        await RefusedAsync(factors, login, stamp, Code(books, secret, 0), Stranger);
        await RefusedAsync(factors, login, stamp, recovery[0], Stranger);

        // The family at home is not locked out; nor the stranger for ever.
        await factors.EnterAsync(login, stamp, Code(books, secret, 0), Home, Stop);
        await books.Clock.SetAsync(books.Clock.GetUtcNow() + Tries.Pause);
        await factors.EnterAsync(login, stamp, recovery[0], Stranger, Stop);
    }

    [Fact]
    public async Task R21_A_password_changed_since_it_was_proved_opens_nothing_with_the_best_of_codes_and_setting_it_ends_other_sessions()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (login, factors) = await CamilleAsync(books);
        var sessions = new Sessions(books.Database, books.Clock);
        var (mine, other) = (await sessions.OpenAsync(login, "", Stop), await sessions.OpenAsync(login, "", Stop));
        await factors.BeginAsync(login, Present, Home, Stop);
        var secret = Read((await factors.WaitingAsync(login, Stop))!);
        await factors.ConfirmAsync(login, Code(books, secret, 0), mine, Home, Stop);
        Assert.Equal((true, false), (await sessions.IsOpenAsync(login, mine, Role.Parent, Stop), await sessions.IsOpenAsync(login, other, Role.Parent, Stop)));
        var stamp = (await factors.StampAsync(login, Stop))!;
        await books.Clock.SetAsync(books.Clock.GetUtcNow().AddMinutes(1));

        await new PasswordChanges(books.Database, new PasswordHasher<Login>(), new Tries(books.Clock), new PortalAddress()).ChangeAsync(login, Present, "quatre vélos sous la pluie", mine, Home, Stop);

        await RefusedAsync(factors, login, stamp, Code(books, secret, 0));
        await factors.EnterAsync(login, (await factors.StampAsync(login, Stop))!, Code(books, secret, 0), Home, Stop);
    }

    [Fact]
    public async Task R21_It_begins_with_the_password_and_ends_with_the_password_and_a_code_and_each_is_told()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (login, factors) = await CamilleAsync(books);
        await Assert.ThrowsAsync<WrongCurrentPassword>(() => factors.BeginAsync(login, "un autre", Home, Stop));
        await Assert.ThrowsAsync<NothingToConfirm>(() => factors.ConfirmAsync(login, "123456", Guid.NewGuid(), Home, Stop));
        await factors.BeginAsync(login, Present, Home, Stop);
        var late = Read((await factors.WaitingAsync(login, Stop))!);
        await books.Clock.SetAsync(books.Clock.GetUtcNow().AddMinutes(30));
        Assert.Null(await factors.WaitingAsync(login, Stop));
        await Assert.ThrowsAsync<NothingToConfirm>(() => factors.ConfirmAsync(login, Code(books, late, 0), Guid.NewGuid(), Home, Stop));

        var (secret, _) = await SetAsync(books, factors, login);
        await Assert.ThrowsAsync<FactorAlreadySet>(() => factors.BeginAsync(login, Present, Home, Stop));
        await books.Clock.SetAsync(books.Clock.GetUtcNow().AddMinutes(1));
        await Assert.ThrowsAsync<WrongCurrentPassword>(() => factors.EndAsync(login, "un autre", Code(books, secret, 0), Home, Stop));
        await Assert.ThrowsAsync<WrongCode>(() => factors.EndAsync(login, Present, "000000", Home, Stop));
        await factors.EndAsync(login, Present, Code(books, secret, 0), Home, Stop);

        Assert.Null(await factors.StampAsync(login, Stop));
        Assert.Equal(0, await factors.RecoveryLeftAsync(login, Stop));
        Assert.Equal(
            ["true false", "false true"],
            await books.AskAsync<string[]>("select array_agg((variables ->> 'factor_set') || ' ' || (variables ->> 'factor_ended') order by id) from outbox_letter where name = 'CredentialsChanged'"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task G30_The_secret_and_its_codes_rest_nowhere_in_clear_and_a_row_copied_to_another_login_opens_nothing()
    {
        await using var books = await Books.OpenAsync(cluster);
        var keys = new EphemeralDataProtectionProvider();
        var (login, factors) = await CamilleAsync(books, keys: keys);
        await factors.BeginAsync(login, Present, Home, Stop);
        var waiting = await factors.WaitingAsync(login, Stop);
        var kept = await RestingAsync(books);
        var (secret, recovery) = await SetAsync(books, factors, login);
        kept += await RestingAsync(books);

        foreach (var clear in (string[])[waiting!, Base32.Write(secret), Convert.ToHexStringLower(secret), Convert.ToBase64String(secret), .. recovery])
            Assert.DoesNotContain(clear, kept, StringComparison.OrdinalIgnoreCase);

        var alix = (await new Logins(books.Database, new PasswordHasher<Login>()).CreateAsync("alix", null, Present, [], Stop)).Value;
        await using (var copy = books.Owner.CreateCommand("insert into login_token (user_id, login_provider, name, value) select $1, login_provider, name, value from login_token where login_provider <> 'session'"))
        {
            copy.Parameters.Add(new() { Value = alix });
            await copy.ExecuteNonQueryAsync(Stop);
        }
        await books.Clock.SetAsync(books.Clock.GetUtcNow().AddMinutes(1));
        var stamp = (await factors.StampAsync(alix, Stop))!;
        await Assert.ThrowsAnyAsync<System.Security.Cryptography.CryptographicException>(() => factors.EnterAsync(alix, stamp, Code(books, secret, 0), Home, Stop));
    }

    private static async Task<(byte[] Secret, IReadOnlyList<string> Recovery)> SetAsync(Books books, SecondFactors factors, Guid login)
    {
        await factors.BeginAsync(login, Present, Home, Stop);
        var secret = Read((await factors.WaitingAsync(login, Stop))!);
        return (secret, await factors.ConfirmAsync(login, Code(books, secret, 0), Guid.NewGuid(), Home, Stop));
    }

    private static Task RefusedAsync(SecondFactors factors, Guid login, string stamp, string code, string from = Home) => Assert.ThrowsAsync<WrongCode>(() => factors.EnterAsync(login, stamp, code, from, Stop));

    /// <summary>What the phone shows, so many seconds away.</summary>
    private static string Code(Books books, byte[] secret, int away) => Totp.CodeOf(secret, Totp.StepOf(books.Clock.GetUtcNow().AddSeconds(away)));

    private static Task<string> RestingAsync(Books books) => FactorDesk.ReadOwnAsync(books.Owner, "select coalesce(string_agg(t::text, ' '), '') || (select coalesce(string_agg(o::text, ' '), '') from outbox_letter o) from login_token t");

    private static byte[] Read(string key) => FactorDesk.Read(key);

    private static async Task<(Guid Login, SecondFactors Factors)> CamilleAsync(Books books, Tries? tries = null, IDataProtectionProvider? keys = null)
    {
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin", email: "camille@famille.example");
        var login = await new Logins(books.Database, new PasswordHasher<Login>()).CreateAsync("camille", "camille@famille.example", Present, [(town.Structure, Role.Parent, martin.Id)], Stop);
        return (login.Value, new SecondFactors(books.Database, new PasswordHasher<Login>(), tries ?? new Tries(books.Clock), new PortalAddress(), keys ?? new EphemeralDataProtectionProvider(), books.Clock));
    }
}
