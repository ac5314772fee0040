using System.Text.Json;

namespace ETicket.Web.Running.PrivatePostgres;

/// <summary>« Qui l'a démarrée » — the process that started the private cluster: it alone stops it, as long as it lives; a dead one's falls to whoever leaves last.</summary>
internal static class ClusterStarter
{
    public static void Sign(ClusterFolder folder) =>
        File.WriteAllText(Card(folder), JsonSerializer.Serialize(new RunningInstance.Card(Environment.ProcessId, Native.IdentityOf(Environment.ProcessId) ?? "")));

    public static bool Lives(ClusterFolder folder)
    {
        try
        {
            return JsonSerializer.Deserialize<RunningInstance.Card>(File.ReadAllText(Card(folder))) is { Identity.Length: > 0 } starter
                && Native.IdentityOf(starter.Pid) == starter.Identity;
        }
        catch (Exception failure) when (failure is IOException or JsonException)
        {
            return false;
        }
    }

    private static string Card(ClusterFolder folder) => Path.Combine(folder.Root, "postgres-starter.json");
}
