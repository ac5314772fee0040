namespace ETicket.Web.Running.PrivatePostgres;

/// <summary>« Réglages de la base privée ».</summary>
/// <param name="Folder">Everything of one installation: data, socket, log, the mark of the running instance.</param>
/// <param name="Durable">
/// True for the product: a commit survives a power cut. False for throw-away clusters, which trade that for speed.
/// </param>
/// <param name="Search">Which PostgreSQL to take.</param>
internal sealed record ClusterOptions(string Folder, bool Durable = true, PostgresSearch? Search = null)
{
    /// <summary>Time given to a start, which includes the recovery after a power cut.</summary>
    public TimeSpan StartLimit { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>The product's own folder: the machine's for root, else the user's.</summary>
    public static ClusterOptions ForProduct(string? configuredFolder = null) => new(configuredFolder ?? DefaultFolder());

    /// <summary>A cluster that nobody will miss, in memory where the machine allows it.</summary>
    public static ClusterOptions ThrowAway(string name) =>
        new(Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), name), Durable: false);

    private static string DefaultFolder() => Environment.IsPrivilegedProcess
        ? "/var/lib/eticket"
        : Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "eticket");
}
