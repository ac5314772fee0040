using Npgsql;
using Quartz;

namespace ETicket.Web.Schedule;

/// <summary>
/// Quartz's own tables, from the script inside its package, made by the owner of the database: the scheduler itself has no right to create anything. Only creates what is missing.
/// </summary>
internal static class QuartzTables
{
    private const string Script = "Quartz.Impl.AdoJobStore.Schema.create_postgres.sql";
    public const string Prefix = "qrtz_";

    public static async Task EnsureAsync(string owner, CancellationToken stop)
    {
        await using var stream = typeof(IJob).Assembly.GetManifestResourceStream(Script)
            ?? throw new InvalidOperationException($"Quartz no longer carries {Script}.");
        using var reader = new StreamReader(stream);
        var script = await reader.ReadToEndAsync(stop);
        await using var source = NpgsqlDataSource.Create(owner);
        await using var connection = await source.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await using var turn = new NpgsqlCommand("select pg_advisory_xact_lock(hashtext('eticket quartz'))", connection);
        await turn.ExecuteNonQueryAsync(stop);
        // The script separates statements by a line of its own and leaves the prefix open.
        foreach (var statement in script.ReplaceLineEndings("\n").Split("\n--;;\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!statement.Contains("create", StringComparison.OrdinalIgnoreCase))
                continue;
            await using var command = new NpgsqlCommand(statement.Replace("{0}", Prefix, StringComparison.Ordinal).Replace("{1}", Prefix, StringComparison.Ordinal), connection);
            await command.ExecuteNonQueryAsync(stop);
        }
        await transaction.CommitAsync(stop);
    }
}
