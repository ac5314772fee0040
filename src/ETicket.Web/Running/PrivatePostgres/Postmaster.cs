using System.Globalization;
using Npgsql;

namespace ETicket.Web.Running.PrivatePostgres;

/// <summary>
/// « Serveur en marche » — what <c>postmaster.pid</c> says, believed only after a look at the process itself: after a power cut
/// the number may belong to anybody.
/// </summary>
internal sealed record Postmaster(int Pid, string SocketFolder, bool Alive)
{
    public string AdminConnectionString => new NpgsqlConnectionStringBuilder
    {
        Host = SocketFolder,
        Username = "postgres",
        Database = "postgres",
    }.ConnectionString;

    /// <summary>Null when the file is absent or half written. Lines of the file: pid, data folder, start, port, socket folder, address, memory, state.</summary>
    public static Postmaster? Read(ClusterFolder folder)
    {
        try
        {
            var text = File.ReadAllText(folder.PidFile);
            var lines = text.Split('\n');
            return lines.Length >= 5 && int.TryParse(lines[0], NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
                ? new(pid, lines[4].Trim(), IsAlive(pid, lines[0]))
                : null;
        }
        catch (IOException)
        {
            return null;
        }

        bool IsAlive(int pid, string firstLine) => Directory.Exists("/proc/self")
            // A server works inside its data folder: the pid file seen from there is this very file, whatever links lead to it.
            ? Native.IdentityOf(pid) is not null && FirstLine($"/proc/{pid}/cwd/postmaster.pid") == firstLine
            : Native.IdentityOf(pid) is not null;
    }

    /// <summary>True once the server of this very folder answers.</summary>
    public async Task<bool> AnswersAsync(CancellationToken stop)
    {
        try
        {
            await using var connection = new NpgsqlConnection(AdminConnectionString + ";Pooling=false;Timeout=5");
            await connection.OpenAsync(stop);
            return true;
        }
        catch (NpgsqlException)
        {
            return false; // starting, recovering or shutting down
        }
    }

    /// <summary>The server or one of its processes, whatever number the file bears.</summary>
    public static bool AnybodyWorksIn(ClusterFolder folder) =>
        FirstLine(folder.PidFile) is { } first
        && Directory.GetDirectories("/proc").Any(process => FirstLine(Path.Combine(process, "cwd", "postmaster.pid")) == first);

    private static string? FirstLine(string path)
    {
        try
        {
            return File.ReadLines(path).FirstOrDefault();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
