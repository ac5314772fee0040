using ETicket.Persistence;
using Npgsql;

namespace ETicket.Benchmarks.Grounds;

/// <summary>A database of one case: the product's doors, and a superuser's for seeding and for the yardsticks.</summary>
internal sealed class BenchDatabase(Database product, NpgsqlDataSource superuser) : IAsyncDisposable
{
    public Database Product => product;
    public NpgsqlDataSource Superuser => superuser;

    public async Task RunAsync(string sql, CancellationToken stop)
    {
        await using var command = superuser.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(stop);
    }

    public async Task<T> AskAsync<T>(string sql, CancellationToken stop)
    {
        await using var command = superuser.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync(stop))!;
    }

    /// <summary>What autovacuum would have done by the evening, and a checkpoint, so that no round pays for the seeding of another.</summary>
    public async Task SettleDownAsync(CancellationToken stop)
    {
        await RunAsync("vacuum analyze", stop);
        await RunAsync("checkpoint", stop);
    }

    public async ValueTask DisposeAsync()
    {
        await product.DisposeAsync();
        await superuser.DisposeAsync();
    }
}
