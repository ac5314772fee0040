using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ETicket.Web.Running;
using ETicket.Web.Running.PrivatePostgres;

namespace ETicket.IntegrationTests.World;

/// <summary>
/// The real program in a process of its own, on a data folder and ports of its own: started as a person starts it, killed as a power cut kills it, started
/// again on the same folder. Its PostgreSQL and its folder go away with it.
/// </summary>
internal sealed class PortalProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly string _folder = ClusterOptions.ThrowAway(Cluster.FolderName()).Folder;
    private readonly (int Portal, int Tresor, int Mailbox) _ports = (FreePort(), FreePort(), FreePort());
    private readonly ConcurrentQueue<string> _said = new();
    private Process? _process;
    private Process? _elder;

    public Uri Address => new($"http://127.0.0.1:{_ports.Portal}");

    public Uri Tresor => new($"http://127.0.0.1:{_ports.Tresor}");

    /// <summary>The settings a verb or a host in this process needs to stand on the same data.</summary>
    public IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
    {
        ["Data:Folder"] = _folder,
        ["Portal:Address"] = Address.GetLeftPart(UriPartial.Authority),
        ["Tresor:Address"] = Tresor.GetLeftPart(UriPartial.Authority),
        // Stories sign in and post open forms one after the other, from one address.
        ["Portal:SignInsPerMinute"] = "500",
        ["Portal:OpenFormsPerMinute"] = "500",
        ["Portal:LinksPerMinute"] = "500",
        // Keys of nobody: browsers of stories subscribe, and nothing is sent to them.
        ["Push:Subject"] = "mailto:exploitant@commune.example",
        ["Push:PublicKey"] = "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8",
        ["Push:PrivateKey"] = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw",
        ["Mailbox:Port"] = _ports.Mailbox.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Everything it has written on its console so far.</summary>
    public string Said => string.Join('\n', _said);

    public PortalDatabase Database() => new(_folder);

    /// <summary>Starts the portal and waits until it says it is well.</summary>
    public async Task StartAsync(params string[] words)
    {
        Begin(words);
        await HealthyAsync();
    }

    public async Task HealthyAsync()
    {
        using var http = new HttpClient();
        for (var since = Stopwatch.StartNew(); !await IsHealthyAsync(http); await Task.Delay(50))
        {
            if (_process!.HasExited || since.Elapsed > Patience)
                throw new InvalidOperationException($"The portal did not start.\n{string.Join('\n', _said)}");
        }
    }

    /// <summary>Starts it and waits for nothing.</summary>
    public void Begin(params string[] words)
    {
        _said.Clear();
        _process = Process.Start(Command(words))!;
        _process.OutputDataReceived += (_, line) => _said.Enqueue(line.Data ?? "");
        _process.ErrorDataReceived += (_, line) => _said.Enqueue(line.Data ?? "");
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>The running program, whose place another may take.</summary>
    public Process Taken()
    {
        _elder = _process!;
        _process = null;
        return _elder;
    }

    /// <summary>SIGKILL to the program alone: what it had started goes on or not, as after a real death.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM, and its exit code.</summary>
    public async Task<int> StopAsync()
    {
        Native.AskToStop(_process!.Id);
        using var limit = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    /// <summary>Runs a verb to its end.</summary>
    public async Task<(int Exit, string Said, string Complaints)> RunAsync(params string[] words)
    {
        using var verb = Process.Start(Command(words))!;
        var said = verb.StandardOutput.ReadToEndAsync();
        var complaints = verb.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(Patience);
        await verb.WaitForExitAsync(limit.Token);
        return (verb.ExitCode, (await said).Trim(), (await complaints).Trim());
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in new[] { _elder, _process }.OfType<Process>())
        {
            if (!process.HasExited)
                process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
        Npgsql.NpgsqlConnection.ClearAllPools();
        await PrivateCluster.EraseAsync(_folder, new Progress<string>(), CancellationToken.None);
    }

    private async Task<bool> IsHealthyAsync(HttpClient http)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(Address, "/health/ready"));
            return answer.StatusCode is HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private ProcessStartInfo Command(string[] words)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "ETicket.Web.dll");
        var host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var command = new ProcessStartInfo(host, [program, .. words])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        foreach (var name in command.Environment.Keys.Where(k => k.StartsWith("Database__", StringComparison.OrdinalIgnoreCase) || k.StartsWith("ASPNETCORE_", StringComparison.Ordinal)).ToList())
            command.Environment.Remove(name);
        command.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        foreach (var (key, value) in Settings)
            command.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        return command;
    }

    /// <summary>Below the range the machine takes its own from (RFC 6335 §6): a port freed by a killed portal is still there for the next one.</summary>
    private static int FreePort()
    {
        while (true)
        {
            var port = Random.Shared.Next(12_000, 32_000);
            try
            {
                using var door = new TcpListener(IPAddress.Loopback, port);
                door.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken by somebody: another.
            }
        }
    }
}
