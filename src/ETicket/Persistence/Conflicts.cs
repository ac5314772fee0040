using ETicket.Kernel;
using Npgsql;

namespace ETicket.Persistence;

/// <summary>
/// « Conflits » — PostgreSQL undid a transaction because another stood in its way (deadlock, serialisation): nothing was written, and the same work done again passes. The
/// one place that does it again.
/// </summary>
public static class Conflicts
{
    private const int MostReplays = 3;

    /// <summary>
    /// Does a whole unit of work, and again at most three times when it was undone by a conflict, after a random moment. The unit must be replayable: it begins its own
    /// transaction, and carries a key or changes nothing the second time. Refuses with <see cref="TooManyAtOnce"/> when it is undone each time, or waited too long for a row.
    /// </summary>
    public static async Task<T> ReplayAsync<T>(Func<Task<T>> unit, CancellationToken stop)
    {
        for (var replays = 0; ; replays++)
        {
            try
            {
                return await unit();
            }
            catch (Exception e) when (StateOf(e) is { } state)
            {
                // A row that was held for longer than lock_timeout is not worth another such wait.
                if (replays == MostReplays || state is PostgresErrorCodes.LockNotAvailable)
                    throw new TooManyAtOnce();
            }
            await Task.Delay(Random.Shared.Next(10, 60) << replays, stop);
        }
    }

    /// <summary>EF Core wraps what PostgreSQL says, and wraps it again when it is worth another try.</summary>
    private static string? StateOf(Exception e)
    {
        var said = e;
        while (said is not PostgresException && said.InnerException is { } inner)
            said = inner;
        return said is PostgresException
        {
            SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.LockNotAvailable
        } conflict ? conflict.SqlState : null;
    }
}

/// <summary>Others change the same thing at the same moment, again and again; nothing of this was written.</summary>
public sealed class TooManyAtOnce() : Refusal;
