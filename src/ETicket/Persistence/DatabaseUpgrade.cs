using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ETicket.Persistence;

/// <summary>
/// Brings a database to this version of the program: migrations first, then every SQL file of the business, in one transaction.
/// Runs as the owner; two processes may start it at once, one waits. Interrupted, it is simply run again: the SQL files leave their fingerprint as they are committed, and a
/// database that bears another, or none, is not complete.
/// </summary>
public static class DatabaseUpgrade
{
    /// <summary>How long it goes on asking for tables somebody holds: PostgreSQL ends the statement of a killed program, and gives its tables back, only once it is done.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    /// <summary>How long it stands in the queue of a table each time: whoever comes behind it waits as long.</summary>
    private const string InTheQueue = "3s";

    /// <summary>Where a table is held, it lets the others pass and asks again, for a quarter of an hour.</summary>
    /// <param name="owner">Connection string of eticket_owner.</param>
    /// <param name="settableClock">Marks the database as one of tests or replays, whose clock is set by hand. Never undone.</param>
    /// <param name="stop">Cancellation.</param>
    public static async Task ApplyAsync(string owner, bool settableClock, CancellationToken stop)
    {
        var polite = new NpgsqlConnectionStringBuilder(owner) { CommandTimeout = (int)Patience.TotalSeconds };
        polite.Options = $"{polite.Options} -c lock_timeout={InTheQueue}".TrimStart();
        await using var source = NpgsqlDataSource.Create(polite);
        for (var began = Stopwatch.GetTimestamp(); ;)
        {
            try
            {
                await OnceAsync(source, settableClock, stop);
                return;
            }
            catch (PostgresException held) when (held.SqlState == PostgresErrorCodes.LockNotAvailable && Stopwatch.GetElapsedTime(began) < Patience)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), stop);
            }
        }
    }

    private static async Task OnceAsync(NpgsqlDataSource source, bool settableClock, CancellationToken stop)
    {
        await using (var db = ETicketDb.On(source))
        {
            // Where nothing is pending, comparing the model with its last picture would only make each start wait.
            if ((await db.Database.GetPendingMigrationsAsync(stop)).Any())
                await db.Database.MigrateAsync(stop);
        }

        await using var connection = await source.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await RunAsync(connection, "select pg_advisory_xact_lock(hashtext('eticket upgrade'))", stop);
        if (settableClock)
            await RunAsync(connection, SqlFiles.Read("Persistence/SettableClock.sql"), stop);
        foreach (var file in SqlFiles.InOrder)
            await RunAsync(connection, SqlFiles.Read(file), stop);
        await RunAsync(connection, $"comment on function eticket_now() is '{SqlFiles.Fingerprint}'", stop);
        await transaction.CommitAsync(stop);
    }

    /// <summary>
    /// « Ce qui manque » — the migrations of this version the database does not bear yet, and the SQL files where those it bears are not this version's, asked as the application;
    /// all of them where nothing was ever made.
    /// </summary>
    public static async Task<IReadOnlyList<string>> PendingAsync(Database database, CancellationToken stop)
    {
        await using var db = database.OutsideStructures();
        var migrations = await db.Database.GetPendingMigrationsAsync(stop);
        var borne = await db.Database.SqlQuery<string>($"select coalesce(obj_description(to_regproc('eticket_now'), 'pg_proc'), '') as \"Value\"").SingleAsync(stop);
        return borne == SqlFiles.Fingerprint ? [.. migrations] : [.. migrations, "SQL files"];
    }

    /// <summary>
    /// « D'une autre version » — the history holds a migration this program does not know, or no history tells where its tables come from: to migrate would stop in the middle.
    /// </summary>
    /// <param name="login">Connection string of any role: the history and the names of tables are read by all.</param>
    /// <param name="stop">Cancellation.</param>
    public static async Task<bool> IsForeignAsync(string login, CancellationToken stop)
    {
        await using var source = NpgsqlDataSource.Create(login);
        await using var db = ETicketDb.On(source);
        var (applied, known) = ((await db.Database.GetAppliedMigrationsAsync(stop)).ToList(), db.Database.GetMigrations());
        if (applied.Count > 0)
            return applied.Except(known, StringComparer.Ordinal).Any();
        var ours = db.Model.GetRelationalModel().Tables.Select(table => table.Name).ToArray();
        return await db.Database.SqlQuery<bool>($"select exists (select from pg_tables where schemaname = 'public' and tablename = any({ours})) as \"Value\"").SingleAsync(stop);
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(stop);
    }
}

/// <summary>What <c>dotnet ef</c> uses to draw the model; it opens no connection.</summary>
internal sealed class DesignTimeFactory : Microsoft.EntityFrameworkCore.Design.IDesignTimeDbContextFactory<ETicketDb>
{
    public ETicketDb CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<ETicketDb>().UseNpgsql("Host=nowhere").Options);
}
