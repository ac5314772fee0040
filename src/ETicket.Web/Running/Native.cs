using System.Globalization;
using System.Runtime.InteropServices;

namespace ETicket.Web.Running;

/// <summary>« Processus » — what the framework does not say about another process: who it truly is, and a polite request to stop.</summary>
internal static partial class Native
{
    private const int Terminate = 15;
    private const int Kill = 9;
    private const int Abandon = 3;

    /// <summary>
    /// A number alone is reused by other programs; with the boot, the container and the moment of birth it names one process for ever.
    /// Null when no such process lives.
    /// </summary>
    public static string? IdentityOf(int pid)
    {
        if (!Directory.Exists("/proc/self"))
            return PortableIdentityOf(pid);
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            // The second field is the program's name and may hold spaces and brackets: count after its last bracket (proc(5), fields 3 and 22).
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : $"{Boot()}/{Container()}/{pid}/{fields[19]}";
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>SIGTERM: the process closes what it holds. False when it belongs to another user.</summary>
    public static bool AskToStop(int pid) => Signal(pid, Terminate) == 0 || Marshal.GetLastPInvokeError() == NoSuchProcess;

    /// <summary>SIGQUIT: PostgreSQL then stops at once, writing nothing down.</summary>
    public static void Quit(int pid) => _ = Signal(pid, Abandon);

    /// <summary>SIGKILL.</summary>
    public static bool Stop(int pid) => Signal(pid, Kill) == 0 || Marshal.GetLastPInvokeError() == NoSuchProcess;

    private const int NoSuchProcess = 3;

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Signal(int pid, int signal);

    private static string Boot() =>
        File.Exists("/proc/sys/kernel/random/boot_id") ? File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim() : "";

    private static string Container() => new FileInfo("/proc/self/ns/pid").LinkTarget ?? "";

    private static string? PortableIdentityOf(int pid)
    {
        try
        {
            using var process = System.Diagnostics.Process.GetProcessById(pid);
            return process.HasExited ? null : string.Create(CultureInfo.InvariantCulture, $"{pid}/{process.StartTime.ToUniversalTime():O}");
        }
        catch (Exception failure) when (failure is ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }
}
