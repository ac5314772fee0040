using System.Text.Json;
using ETicket.Web.Running.PrivatePostgres;

namespace ETicket.Web.Running;

/// <summary>
/// « Instance en marche » — the one portal of a data folder. A newcomer stops its elder and takes its place, so that starting again
/// always works; a process which merely inherited the number is left alone.
/// </summary>
internal sealed class RunningInstance : IDisposable
{
    private readonly string path;
    private readonly Card card;

    private RunningInstance(string file, Card mine)
    {
        path = file;
        card = mine;
    }

    /// <summary>Time given to the elder to close what it holds before it is killed.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Refuses with <see cref="InstanceOfAnotherUser"/> when the elder may not be stopped by this user, and with
    /// <see cref="ForeignFolder"/> when the folder is not ETicket's.
    /// </summary>
    public static async Task<RunningInstance> TakeOverAsync(string folder, IProgress<string> progress, TimeProvider time, CancellationToken stop)
    {
        var home = new ClusterFolder(folder);
        home.Claim();
        var file = Path.Combine(home.Root, "instance.json");
        if (Read(file) is { } elder && elder.Pid != Environment.ProcessId && IsAlive(elder))
        {
            progress.Report(Steps.StoppingOlder(elder.Pid));
            await StopAsync(elder, time, stop);
        }

        var mine = new Card(Environment.ProcessId, Native.IdentityOf(Environment.ProcessId) ?? "");
        var draft = $"{file}.{mine.Pid}";
        await File.WriteAllTextAsync(draft, JsonSerializer.Serialize(mine), stop);
        File.Move(draft, file, overwrite: true);
        return new(file, mine);
    }

    /// <summary>A clean exit takes its card away, unless a newcomer has already put its own.</summary>
    public void Dispose()
    {
        if (Read(path) == card)
            File.Delete(path);
    }

    private static async Task StopAsync(Card elder, TimeProvider time, CancellationToken stop)
    {
        if (!Native.AskToStop(elder.Pid))
            throw new InstanceOfAnotherUser(elder.Pid);
        var asked = time.GetTimestamp();
        for (var killed = false; IsAlive(elder); await Task.Delay(50, stop))
        {
            if (killed || time.GetElapsedTime(asked) < Patience)
                continue;
            Native.Stop(elder.Pid);
            killed = true;
        }
    }

    private static bool IsAlive(Card other) => other.Identity.Length > 0 && Native.IdentityOf(other.Pid) == other.Identity;

    private static Card? Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<Card>(File.ReadAllText(file));
        }
        catch (Exception failure) when (failure is IOException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Who runs: its number, and the moment of its birth which no other process shares.</summary>
    internal sealed record Card(int Pid, string Identity);
}
