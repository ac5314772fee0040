using Npgsql;

namespace ETicket.Persistence.Bootstrap;

/// <summary>
/// « Garde des connexions » — a login above row level security would show one structure's families to another without a single error.
/// Asked once at start, of the server itself.
/// </summary>
public static class LoginGuard
{
    /// <summary>
    /// Refuses with <see cref="UnsafeDatabaseLogin"/> a login that is, or may become, a superuser, a role with BYPASSRLS, or the owner of
    /// the database or of one of its tables.
    /// </summary>
    public static async Task RefuseAsync(NpgsqlDataSource app, CancellationToken stop)
    {
        await using var command = app.CreateCommand("""
            SELECT session_user::text, current_database()::text,
                   EXISTS (SELECT FROM pg_roles r
                           WHERE pg_has_role(session_user, r.oid, 'MEMBER') AND (r.rolsuper OR r.rolbypassrls))
                OR EXISTS (SELECT FROM pg_database d
                           WHERE d.datname = current_database() AND pg_has_role(session_user, d.datdba, 'MEMBER'))
                OR EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                           WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^(pg_|information_schema$)'
                             AND pg_has_role(session_user, c.relowner, 'MEMBER'))
            """);
        await using var answer = await command.ExecuteReaderAsync(stop);
        await answer.ReadAsync(stop);
        if (answer.GetBoolean(2))
            throw new UnsafeDatabaseLogin(answer.GetString(0), answer.GetString(1));
    }
}
