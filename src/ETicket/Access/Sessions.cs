using System.Globalization;
using ETicket.Persistence;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Access;

/// <summary>
/// « Sessions » — one row per open session of a login, in Identity's own table of tokens: a cookie is good only while its row is there, so that leaving ends it wherever
/// a copy of the cookie lies. Other sessions of the same login, on another phone, go on.
/// </summary>
public sealed class Sessions(Database database, TimeProvider clock)
{
    /// <summary>How long a session lives after the last visit.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromHours(8);

    private const string Provider = "session";

    /// <summary>A new session; those nobody came back to are forgotten on the way.</summary>
    public async Task<Guid> OpenAsync(Guid login, CancellationToken stop)
    {
        var session = Guid.NewGuid();
        var abandoned = At(clock.GetUtcNow() - Idle);
        await using var db = database.OutsideStructures();
        await db.Database.ExecuteSqlAsync($"delete from login_token where user_id = {login} and login_provider = {Provider} and value < {abandoned}", stop);
        db.Add(new IdentityUserToken<Guid> { UserId = login, LoginProvider = Provider, Name = session.ToString(), Value = At(clock.GetUtcNow()) });
        await db.SaveChangesAsync(stop);
        return session;
    }

    /// <summary>Asked at every request: one row by its key.</summary>
    public async Task<bool> IsOpenAsync(Guid login, Guid session, CancellationToken stop)
    {
        await using var db = database.OutsideStructures();
        return await Of(db, login, session).AnyAsync(stop);
    }

    /// <summary>Notes that somebody is still there.</summary>
    public async Task SeenAsync(Guid login, Guid session, CancellationToken stop)
    {
        var now = At(clock.GetUtcNow());
        await using var db = database.OutsideStructures();
        await Of(db, login, session).ExecuteUpdateAsync(set => set.SetProperty(t => t.Value, now), stop);
    }

    /// <summary>Ends a session; ended already, it stays ended.</summary>
    public async Task CloseAsync(Guid login, Guid session, CancellationToken stop)
    {
        await using var db = database.OutsideStructures();
        await Of(db, login, session).ExecuteDeleteAsync(stop);
    }

    private static IQueryable<IdentityUserToken<Guid>> Of(ETicketDb db, Guid login, Guid session)
    {
        var name = session.ToString();
        return db.Set<IdentityUserToken<Guid>>().Where(t => t.UserId == login && t.LoginProvider == Provider && t.Name == name);
    }

    // Written so that the order of letters is the order of time.
    private static string At(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
