using Npgsql;

namespace ETicket.Persistence.Bootstrap;

/// <summary>
/// « Connexions » — the four ways into one database, each under its own role, so that a mistake of the portal cannot reach what only
/// a migration or the night may touch. The passwords are inside: never log one of these strings.
/// </summary>
/// <param name="Owner">Owns the database and the schema; runs the migrations and nothing else.</param>
/// <param name="App">Serves requests, one structure per transaction, under row level security.</param>
/// <param name="Worker">The night, the sweep and the postman, across structures.</param>
/// <param name="Auditor">Reads everything, writes nothing.</param>
public sealed record DatabaseLogins(string Owner, string App, string Worker, string Auditor)
{
    /// <summary>
    /// Writes the four connection strings of a database whose roles already exist, so a web process needs no administrator's password.
    /// </summary>
    /// <param name="address">Where the server is: host, port and transport of any connection string; its user and password are left out.</param>
    /// <param name="errorDetail">Adds the offending values to the server's errors: never where real families are.</param>
    public static DatabaseLogins For(string address, string databaseName, DatabasePasswords? passwords, bool errorDetail = false)
    {
        return new(
            Login(Roles.Owner, passwords?.Owner, pool: 4),
            Login(Roles.App, passwords?.App, pool: 40),
            Login(Roles.Worker, passwords?.Worker, pool: 10),
            Login(Roles.Auditor, passwords?.Auditor, pool: 4));

        string Login(string role, string? password, int pool) => new NpgsqlConnectionStringBuilder(address)
        {
            Database = databaseName,
            Username = role,
            Password = password,
            ApplicationName = role.Replace('_', ' '),
            MinPoolSize = 0,
            MaxPoolSize = pool,
            Pooling = true,
            // Plans outlive a request: resetting a connection throws away those of every function. Nothing needs the reset, what a transaction sets (the structure) is its own.
            MaxAutoPrepare = 50,
            AutoPrepareMinUsages = 2,
            NoResetOnClose = true,
            // Our questions are many and short, or the audit's, whose hundred expressions take longer to compile than to read the journal.
            Options = "-c jit=off",
            IncludeErrorDetail = errorDetail,
        }.ConnectionString;
    }
}

/// <summary>
/// « Mots de passe » of the four roles, from <c>Database:Passwords</c>; null for a login this process does not use (the portal has
/// no business with the owner's). A private cluster has none: its socket is closed to everybody else.
/// </summary>
public sealed record DatabasePasswords(string? Owner, string? App, string? Worker, string? Auditor)
{
    /// <summary>A record would print its values.</summary>
    public override string ToString() => nameof(DatabasePasswords);
}

/// <summary>« Rôles » — their names in PostgreSQL, for policies and grants.</summary>
public static class Roles
{
    public const string Owner = "eticket_owner";
    public const string App = "eticket_app";
    public const string Worker = "eticket_worker";
    public const string Auditor = "eticket_auditor";

    /// <summary>The owner comes first: the database needs it.</summary>
    public static IReadOnlyList<string> All { get; } = [Owner, App, Worker, Auditor];
}
