namespace ETicket.Web.Running.PrivatePostgres;

/// <summary>« Réglages du serveur » — written anew at each start, so that a newer ETicket brings its own.</summary>
internal static class ClusterSettings
{
    public static string Text(string socketFolder, bool durable) => $"""
        # Written by ETicket at each start: changes made here are lost.
        listen_addresses = ''
        unix_socket_directories = '{socketFolder.Replace("'", "''", StringComparison.Ordinal)}'
        unix_socket_permissions = 0700
        max_connections = 200
        shared_buffers = 256MB
        dynamic_shared_memory_type = posix
        wal_level = replica
        checkpoint_timeout = 15min
        max_wal_size = 4GB
        jit = off
        timezone = 'UTC'
        log_timezone = 'UTC'
        datestyle = 'iso, dmy'
        lc_messages = 'C'
        log_destination = stderr
        log_line_prefix = '%m [%p] %q%u@%d '
        log_checkpoints = off
        {(durable ? Durable : ThrowAway)}

        """;

    /// <summary>A commit is on the disk before the family reads « payé ».</summary>
    private const string Durable = """
        fsync = on
        synchronous_commit = on
        full_page_writes = on
        """;

    private const string ThrowAway = """
        fsync = off
        synchronous_commit = off
        full_page_writes = off
        log_min_messages = error
        """;
}
