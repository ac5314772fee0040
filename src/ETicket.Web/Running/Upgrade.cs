using ETicket.Persistence;
using ETicket.Persistence.Bootstrap;
using ETicket.Web.Schedule;

namespace ETicket.Web.Running;

/// <summary>« Mise à niveau » — a database is brought to this version, or it is said in one sentence why it is not this program's to touch.</summary>
internal static class Upgrade
{
    /// <summary>
    /// Migrates. Refuses a database whose history is not this program's: the private one, which may be begun again, with <see cref="PrivateDatabaseOfAnotherVersion"/>, any
    /// other with <see cref="DatabaseOfAnotherVersion"/>.
    /// </summary>
    public static async Task ApplyAsync(DatabaseLogins logins, string name, bool isPrivate, IProgress<string> progress, CancellationToken stop)
    {
        if (await DatabaseUpgrade.IsForeignAsync(logins.Owner, stop))
            throw isPrivate ? new PrivateDatabaseOfAnotherVersion() : new DatabaseOfAnotherVersion(name);
        progress.Report(Steps.Migrating);
        await MakeAsync(logins, settableClock: false, stop);
    }

    /// <summary>Who may not migrate refuses a database that wants it with <see cref="DatabaseBehind"/>, or one that no migration would help with <see cref="DatabaseOfAnotherVersion"/>.</summary>
    public static async Task RefuseBehindAsync(Database database, DatabaseLogins logins, string name, CancellationToken stop)
    {
        if ((await DatabaseUpgrade.PendingAsync(database, stop)).Count > 0)
            throw await DatabaseUpgrade.IsForeignAsync(logins.App, stop) ? new DatabaseOfAnotherVersion(name) : new DatabaseBehind(name);
    }

    /// <summary>The tables of a database made by this very program, and Quartz's own.</summary>
    public static async Task MakeAsync(DatabaseLogins logins, bool settableClock, CancellationToken stop)
    {
        await QuartzTables.EnsureAsync(logins.Owner, stop);
        await DatabaseUpgrade.ApplyAsync(logins.Owner, settableClock, stop);
    }
}
