using System.Globalization;
using ETicket.Access.Events;
using ETicket.Persistence;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Access;

/// <summary>A session that is open: when somebody signed in, was last there (to five minutes), and on what kind of device (see <see cref="LoginEvent.Device"/>).</summary>
public sealed record OpenSession(Guid Id, DateTimeOffset BeganAt, DateTimeOffset SeenAt, string Device);

/// <summary>
/// « Sessions » — one row per open session of a login, in Identity's own table of tokens: a cookie is good only while its row is there, so that leaving ends it wherever
/// a copy of the cookie lies. Other sessions of the same login, on another phone, go on. The row says when somebody was last there, then when the session began, then on what kind of
/// device: used every day, it ends all the same (<see cref="LongestOf"/>).
/// </summary>
public sealed class Sessions(Database database, TimeProvider clock)
{
    /// <summary>How long a session lives after the last visit.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromHours(8);

    /// <summary>How long a parent's session lives at most, however often it is used; a member of the staff signs in each working day.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(30);
    public static readonly TimeSpan LongestOfStaff = TimeSpan.FromHours(12);

    private const string Provider = "session";
    private const string Written = "yyyy-MM-ddTHH:mm:ss'Z'";

    /// <summary>Where the row says when the session began: after an instant and a space (see <see cref="At"/>).</summary>
    private const int BeganAt = 22;

    /// <summary>How many letters an instant has.</summary>
    private const int Long = 20;

    /// <summary>A new session, noted among what happened to the login; sessions nobody came back to are forgotten on the way.</summary>
    /// <param name="login">Who signed in.</param>
    /// <param name="device">See <see cref="LoginEvent.Device"/>.</param>
    /// <param name="stop">Cancellation.</param>
    public async Task<Guid> OpenAsync(Guid login, string device, CancellationToken stop)
    {
        var session = Guid.NewGuid();
        var at = clock.GetUtcNow();
        var now = At(at);
        var abandoned = At(clock.GetUtcNow() - Idle);
        await using var db = database.OutsideStructures();
        await db.Database.ExecuteSqlAsync($"delete from login_token where user_id = {login} and login_provider = {Provider} and value < {abandoned}", stop);
        db.Add(new IdentityUserToken<Guid> { UserId = login, LoginProvider = Provider, Name = session.ToString(), Value = $"{now} {now} {device}" });
        await LoginEvents.NoteSignInAsync(db, login, at, device, stop);
        await db.SaveChangesAsync(stop);
        return session;
    }

    /// <summary>Asked at every request: one row by its key, not older than what <paramref name="role"/> allows.</summary>
    public async Task<bool> IsOpenAsync(Guid login, Guid session, Role? role, CancellationToken stop)
    {
        var oldest = At(clock.GetUtcNow() - LongestOf(role));
        await using var command = database.App.CreateCommand(
            "select exists (select from login_token t where t.user_id = $1 and t.login_provider = $2 and t.name = $3 and substring(t.value, $4, $5) > $6)");
        foreach (var value in new object[] { login, Provider, session.ToString(), BeganAt, Long, oldest })
            command.Parameters.Add(new() { Value = value });
        return (bool)(await command.ExecuteScalarAsync(stop))!;
    }

    /// <summary>How long a session of that role lives at most; without a role yet, the chooser is all it opens.</summary>
    public static TimeSpan LongestOf(Role? role) => role is null or Role.Parent ? Longest : LongestOfStaff;

    /// <summary>Notes that somebody is still there.</summary>
    public async Task SeenAsync(Guid login, Guid session, CancellationToken stop)
    {
        var now = At(clock.GetUtcNow());
        await using var db = database.OutsideStructures();
        await db.Database.ExecuteSqlAsync(
            $"update login_token set value = {now} || ' ' || substring(value, {BeganAt}) where user_id = {login} and login_provider = {Provider} and name = {session.ToString()}", stop);
    }

    /// <summary>Ends a session; ended already, it stays ended.</summary>
    public async Task CloseAsync(Guid login, Guid session, CancellationToken stop)
    {
        await using var db = database.OutsideStructures();
        await db.Database.ExecuteSqlAsync($"delete from login_token where user_id = {login} and login_provider = {Provider} and name = {session.ToString()}", stop);
    }

    /// <summary>« Connexions » — the sessions of a login that are open, the one seen last first; those nobody came back to within <see cref="Idle"/> open nothing any more.</summary>
    public async Task<IReadOnlyList<OpenSession>> ListAsync(Guid login, CancellationToken stop)
    {
        var abandoned = At(clock.GetUtcNow() - Idle);
        await using var db = database.OutsideStructures();
        var rows = await db.Set<IdentityUserToken<Guid>>().AsNoTracking().Where(t => t.UserId == login && t.LoginProvider == Provider).ToListAsync(stop);
        return
        [
            .. rows.Where(t => string.CompareOrdinal(t.Value, abandoned) >= 0).OrderByDescending(t => t.Value, StringComparer.Ordinal)
                .Select(t => Read(Guid.Parse(t.Name), t.Value!)),
        ];
    }

    /// <summary>Ends every session of a login but <paramref name="kept"/>.</summary>
    public async Task CloseOthersAsync(Guid login, Guid kept, CancellationToken stop)
    {
        await using var db = database.OutsideStructures();
        await db.Database.ExecuteSqlAsync($"delete from login_token where user_id = {login} and login_provider = {Provider} and name <> {kept.ToString()}", stop);
    }

    /// <summary>
    /// « Déconnecter tout le monde » — in an incident: every session of every login ends, or of one <paramref name="login"/>. Answers how many there were.
    /// </summary>
    public async Task<int> CloseAllAsync(Guid? login, CancellationToken stop)
    {
        await using var db = database.OutsideStructures();
        return await db.Set<IdentityUserToken<Guid>>().Where(t => t.LoginProvider == Provider && (login == null || t.UserId == login)).ExecuteDeleteAsync(stop);
    }

    /// <summary>Ends every session of a login but one, or all of them, in the transaction of what ends them.</summary>
    internal static async Task CloseOthersAsync(Work work, Guid login, Guid? kept, CancellationToken stop)
    {
        await using var command = work.Command("delete from login_token where user_id = $1 and login_provider = $2 and name <> $3", login, Provider, kept?.ToString() ?? "");
        await command.ExecuteNonQueryAsync(stop);
    }

    // Written so that the order of letters is the order of time.
    private static string At(DateTimeOffset instant) => instant.UtcDateTime.ToString(Written, CultureInfo.InvariantCulture);

    /// <summary>A session opened before devices were kept has two words.</summary>
    private static OpenSession Read(Guid id, string value) => new(id, Read(value.Substring(BeganAt - 1, Long)), Read(value[..Long]), value.Length > BeganAt + Long ? value[(BeganAt + Long)..] : "");

    private static DateTimeOffset Read(string instant) => DateTimeOffset.ParseExact(instant, Written, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
