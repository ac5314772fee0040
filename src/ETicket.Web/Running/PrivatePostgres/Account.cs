using System.ComponentModel;
using System.Diagnostics;

namespace ETicket.Web.Running.PrivatePostgres;

/// <summary>
/// « Compte » under which PostgreSQL runs. PostgreSQL refuses root, so root lends it an unprivileged account of the machine;
/// anybody else runs it as himself.
/// </summary>
internal sealed record Account(string? Name)
{
    /// <summary>The account of this very process.</summary>
    public static Account Mine { get; } = new((string?)null);

    public static Account ForCluster() =>
        !Environment.IsPrivilegedProcess ? Mine : new(Exists("postgres") ? "postgres" : "nobody");

    /// <summary>Runs a program to its end and returns its exit code, what it said and what it complained of.</summary>
    public async Task<(int Exit, string Said, string Complaints)> RunAsync(string program, string[] arguments, CancellationToken stop)
    {
        using var process = Start(program, arguments);
        var told = process.StandardOutput.ReadToEndAsync(stop);
        var complained = process.StandardError.ReadToEndAsync(stop);
        try
        {
            await process.WaitForExitAsync(stop);
            return (process.ExitCode, (await told).Trim(), (await complained).Trim());
        }
        catch (OperationCanceledException)
        {
            process.Kill(); // the command alone: a server it has just started is a whole one
            throw;
        }
    }

    /// <summary>Makes a folder that this account alone may enter (root always may).</summary>
    public async Task MakePrivateFolderAsync(string folder, CancellationToken stop)
    {
        Directory.CreateDirectory(folder);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (Name is not null)
            await OwnAsync(folder, stop);
    }

    private async Task OwnAsync(string folder, CancellationToken stop)
    {
        var (exit, _, complaints) = await Mine.RunAsync("chown", [$"{Name}:", folder], stop);
        if (exit != 0)
            throw new IOException(complaints);
    }

    private Process Start(string program, string[] arguments)
    {
        if (Name is null)
            return Process.Start(Command(program, arguments))!;
        try
        {
            var command = Command(program, arguments);
            command.UserName = Name;
            return Process.Start(command)!;
        }
        catch (Win32Exception) when (File.Exists(program))
        {
            // Some sandboxes let a set-user program do what they forbid to us.
            return Process.Start(Command("runuser", ["-u", Name, "--", program, .. arguments]))!;
        }
    }

    private static ProcessStartInfo Command(string program, string[] arguments)
    {
        var command = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = "/",
        };
        foreach (var name in command.Environment.Keys.Where(k => k.StartsWith("PG", StringComparison.Ordinal)).ToList())
            command.Environment.Remove(name);
        command.Environment["LC_ALL"] = "C";
        return command;
    }

    private static bool Exists(string name) =>
        File.ReadLines("/etc/passwd").Any(line => line.StartsWith(name + ":", StringComparison.Ordinal));
}
