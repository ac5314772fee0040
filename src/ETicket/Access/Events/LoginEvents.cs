using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Access.Events;

/// <summary>« Mes connexions passées » — what happened to a login, for its owner alone.</summary>
public sealed class LoginEvents(Database database)
{
    /// <summary>Older ones are forgotten when the next one is written.</summary>
    private const string Kept = "12 months";

    private const string Forget = $"delete from login_event where login_id = $1 and at < eticket_now() - interval '{Kept}'";
    private const string Write = "insert into login_event (login_id, at, kind, device) values ($1, eticket_now(), $2, $3)";

    /// <summary>The newest first, <paramref name="most"/> at most.</summary>
    public async Task<IReadOnlyList<LoginEvent>> ReadAsync(Guid login, int most, CancellationToken stop)
    {
        await using var db = database.OutsideStructures();
        return await db.Set<LoginEvent>().AsNoTracking().Where(e => e.LoginId == login).OrderByDescending(e => e.At).ThenByDescending(e => e.Id).Take(most).ToListAsync(stop);
    }

    /// <summary>Noted in the transaction of what happened; what is older than a year is forgotten on the way.</summary>
    internal static async Task NoteAsync(Work work, Guid login, LoginEventKind kind, CancellationToken stop)
    {
        await using (var forget = work.Command(Forget, login))
            await forget.ExecuteNonQueryAsync(stop);
        await using var write = work.Command(Write, login, kind.ToString(), "");
        await write.ExecuteNonQueryAsync(stop);
    }

    /// <summary>The same of somebody who just signed in, by the clock of the sessions.</summary>
    internal static async Task NoteSignInAsync(DbContext db, Guid login, DateTimeOffset at, string device, CancellationToken stop)
    {
        await db.Set<LoginEvent>().Where(e => e.LoginId == login && e.At < at.AddYears(-1)).ExecuteDeleteAsync(stop);
        db.Add(new LoginEvent { LoginId = login, At = at, Kind = LoginEventKind.SignedIn, Device = device });
    }
}
