using System.Diagnostics;
using ETicket.Web.Running.PrivatePostgres;

namespace ETicket.IntegrationTests.Running;

/// <summary>A program that does nothing, to be stopped or spared.</summary>
internal sealed class Sleeper(Process process) : IDisposable
{
    public int Pid => process.Id;

    public bool Lives => !process.HasExited;

    public static Sleeper Start() => OfAccount(Account.Mine);

    /// <summary>Deaf to SIGTERM, as a portal that hangs.</summary>
    public static Sleeper Deaf()
    {
        var start = new ProcessStartInfo("sh", ["-c", "trap '' TERM; echo deaf; while :; do sleep 1; done"]) { UseShellExecute = false, RedirectStandardOutput = true };
        var process = Process.Start(start)!;
        Assert.Equal("deaf", process.StandardOutput.ReadLine());
        return new(process);
    }

    public static Sleeper OfAccount(Account account)
    {
        var start = new ProcessStartInfo("sleep", ["600"]) { WorkingDirectory = "/" };
        if (account.Name is not null)
            start.UserName = account.Name;
        return new(Process.Start(start)!);
    }

    public async Task<bool> EndsAsync()
    {
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        return true;
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        process.Dispose();
    }
}
