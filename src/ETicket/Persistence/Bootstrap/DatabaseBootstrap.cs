using Npgsql;

namespace ETicket.Persistence.Bootstrap;

/// <summary>
/// « Préparation de la base » — roles, database and rights, everything a migration needs to find and must not make itself.
/// It may run at every start and from several processes at once: a lock of the server puts them in line.
/// </summary>
public static partial class DatabaseBootstrap
{
    /// <summary>Advisory locks live in one database: everybody meets in this one, which every server has.</summary>
    private const string MeetingPlace = "postgres";

    private const long Lock = 0x45_54_49_43_4B_45_54; // "ETICKET"

    /// <summary>
    /// Makes what is missing and repairs what has drifted. Refuses nothing: a server that will not obey the administrator's login
    /// throws its own <see cref="PostgresException"/>.
    /// </summary>
    /// <param name="admin">A login that may create roles and databases; the database it names does not matter.</param>
    /// <param name="passwords">Null on a private cluster, whose socket admits only its owner.</param>
    public static async Task<DatabaseLogins> EnsureAsync(
        string admin, string databaseName, DatabasePasswords? passwords, bool errorDetail = false, CancellationToken stop = default)
    {
        await using var server = await OpenAsync(admin, MeetingPlace, stop);
        await ExecuteAsync(server, $"SELECT pg_advisory_lock({Lock})", stop);
        try
        {
            await EnsureRolesAsync(server, passwords, stop);
            await EnsureDatabaseAsync(server, databaseName, stop);
            await GrantAsync(server, databaseName, stop);
            await using var inside = await OpenAsync(admin, databaseName, stop);
            await EnsureSchemaAsync(inside, stop);
        }
        finally
        {
            await ExecuteAsync(server, $"SELECT pg_advisory_unlock({Lock})", CancellationToken.None);
        }

        return DatabaseLogins.For(admin, databaseName, passwords, errorDetail);
    }

    private static async Task EnsureRolesAsync(NpgsqlConnection server, DatabasePasswords? passwords, CancellationToken stop)
    {
        foreach (var role in Roles.All)
        {
            const string Harmless = "LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION";
            var harmless = await ScalarAsync<bool?>(server, """
                SELECT rolcanlogin AND NOT (rolsuper OR rolbypassrls OR rolcreatedb OR rolcreaterole OR rolreplication)
                FROM pg_roles WHERE rolname = $1
                """, role, stop);
            // An administrator that is not a superuser may not even repeat NOSUPERUSER: alter only what is wrong.
            if (harmless != true)
                await ExecuteAsync(server, $"{(harmless is null ? "CREATE" : "ALTER")} ROLE {role} {Harmless}", stop);
            if (PasswordOf(role, passwords) is { } password)
                await ExecuteAsync(server, $"ALTER ROLE {role} PASSWORD '{ScramVerifier.Of(password)}'", stop);
        }

        // To give a database to a role one must be able to become that role; superusers are everybody already.
        if (await ScalarAsync<bool>(server, "SELECT NOT pg_has_role(current_user, $1, 'MEMBER')", Roles.Owner, stop))
            await ExecuteAsync(server, $"GRANT {Roles.Owner} TO CURRENT_USER", stop);
    }

    private static string? PasswordOf(string role, DatabasePasswords? passwords) => role switch
    {
        Roles.Owner => passwords?.Owner,
        Roles.App => passwords?.App,
        Roles.Worker => passwords?.Worker,
        _ => passwords?.Auditor,
    };

    private static async Task EnsureDatabaseAsync(NpgsqlConnection server, string databaseName, CancellationToken stop)
    {
        var owner = await ScalarAsync<string?>(
            server, "SELECT pg_get_userbyid(datdba)::text FROM pg_database WHERE datname = $1", databaseName, stop);
        if (owner is null)
        {
            // Byte order and Unicode letters that no upgrade of the machine changes: an index stays right.
            var locale = server.PostgreSqlVersion.Major >= 17
                ? "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C'"
                : "LOCALE 'C.UTF-8'";
            await ExecuteAsync(
                server, $"CREATE DATABASE {Quoted(databaseName)} OWNER {Roles.Owner} TEMPLATE template0 ENCODING 'UTF8' {locale}", stop);
        }
        else if (owner != Roles.Owner)
        {
            await ExecuteAsync(server, $"ALTER DATABASE {Quoted(databaseName)} OWNER TO {Roles.Owner}", stop);
        }
    }

    /// <summary>Rights and settings of the database itself: a copy of a database does not inherit them.</summary>
    private static Task GrantAsync(NpgsqlConnection server, string databaseName, CancellationToken stop)
    {
        var database = Quoted(databaseName);
        return ExecuteAsync(server, $"""
            REVOKE ALL ON DATABASE {database} FROM PUBLIC;
            GRANT CONNECT ON DATABASE {database} TO {string.Join(", ", Roles.All)};
            ALTER DATABASE {database} SET timezone = 'UTC';
            ALTER ROLE {Roles.App} IN DATABASE {database} SET lock_timeout = '5s';
            ALTER ROLE {Roles.App} IN DATABASE {database} SET idle_in_transaction_session_timeout = '60s';
            """, stop);
    }

    private static Task EnsureSchemaAsync(NpgsqlConnection inside, CancellationToken stop) => ExecuteAsync(inside, $"""
        ALTER SCHEMA public OWNER TO {Roles.Owner};
        REVOKE ALL ON SCHEMA public FROM PUBLIC;
        GRANT USAGE ON SCHEMA public TO {Roles.App}, {Roles.Worker}, {Roles.Auditor};
        """, stop);
}
