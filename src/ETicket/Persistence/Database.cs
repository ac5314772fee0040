using System.Diagnostics.CodeAnalysis;
using ETicket.Kernel;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ETicket.Persistence;

/// <summary>
/// The doors to the database, one role each: requests come in as the application, inside one structure per transaction; the night sees
/// every structure and may only do its own work; the auditor reads.
/// </summary>
public sealed class Database(NpgsqlDataSource app, NpgsqlDataSource worker, NpgsqlDataSource auditor) : IAsyncDisposable
{
    public NpgsqlDataSource App => app;
    public NpgsqlDataSource Worker => worker;
    public NpgsqlDataSource Auditor => auditor;

    /// <summary>One transaction of one structure. Nothing is kept unless <see cref="Work.CommitAsync"/> is called.</summary>
    public async Task<Work> BeginAsync(StructureId structure, CancellationToken stop)
    {
        var connection = await app.OpenConnectionAsync(stop);
        try
        {
            var transaction = await connection.BeginTransactionAsync(stop);
            await using var enter = new NpgsqlCommand("select set_config('app.structure', $1, true)", connection) { Parameters = { new() { Value = structure.ToString() } } };
            await enter.ExecuteNonQueryAsync(stop);
            return new Work(structure, connection, transaction);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// A batch that is one round trip and one transaction of one structure: add commands, execute, read from the second result on.
    /// </summary>
    [SuppressMessage("Reliability", "CA2000", Justification = "The caller disposes of the batch.")]
    public NpgsqlBatch Batch(StructureId structure)
    {
        var batch = app.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand("select set_config('app.structure', $1, true)") { Parameters = { new() { Value = structure.ToString() } } });
        return batch;
    }

    /// <summary>A context without a structure: logins, keys. Tables of families show nothing through it.</summary>
    public ETicketDb OutsideStructures() => ETicketDb.On(app);

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await worker.DisposeAsync();
        await auditor.DisposeAsync();
    }
}

/// <summary>A transaction of one structure, seen by EF Core (<see cref="Db"/>) and by plain SQL (<see cref="Connection"/>) alike.</summary>
public sealed class Work(StructureId structure, NpgsqlConnection connection, NpgsqlTransaction transaction) : IAsyncDisposable
{
    private ETicketDb? _db;

    public StructureId Structure => structure;
    public NpgsqlConnection Connection => connection;
    internal NpgsqlTransaction Transaction => transaction;

    public ETicketDb Db
    {
        get
        {
            if (_db is null)
            {
                _db = new ETicketDb(new DbContextOptionsBuilder<ETicketDb>().UseNpgsql(connection).Options);
                _db.Database.UseTransaction(transaction);
            }
            return _db;
        }
    }

    public IQueryable<T> Read<T>()
        where T : class => Db.Set<T>().AsNoTracking();

    /// <summary>A command of this transaction with positional parameters ($1, $2, …).</summary>
    public NpgsqlCommand Command(string sql, params object?[] values)
    {
        var command = new NpgsqlCommand(sql, connection, transaction);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        return command;
    }

    /// <summary>« Maintenant », by the database's clock.</summary>
    public async Task<DateTimeOffset> NowAsync(CancellationToken stop)
    {
        await using var command = Command("select eticket_now()");
        return new DateTimeOffset((DateTime)(await command.ExecuteScalarAsync(stop))!, TimeSpan.Zero);
    }

    /// <summary>« Valider » — writes what <see cref="Db"/> holds and ends the transaction; disposed without it, nothing was written.</summary>
    public async Task CommitAsync(CancellationToken stop)
    {
        if (_db is not null)
            await _db.SaveChangesAsync(stop);
        await transaction.CommitAsync(stop);
    }

    public async ValueTask DisposeAsync()
    {
        if (_db is not null)
            await _db.DisposeAsync();
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }
}
