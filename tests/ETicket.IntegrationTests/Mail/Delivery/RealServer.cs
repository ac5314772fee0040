using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ETicket.IntegrationTests.Mail.Delivery;

/// <summary>A message as a server and a reader that are not ours took it; <see cref="Answered"/>: its sender was told.</summary>
internal sealed record TakenMessage(
    [property: JsonPropertyName("message_id")] string MessageId,
    string Sender,
    IReadOnlyList<string> Recipients,
    bool Answered,
    bool Tls,
    string? User,
    IReadOnlyDictionary<string, string> Headers,
    IReadOnlyList<string> Names,
    IReadOnlyList<IReadOnlyList<string>> To,
    IReadOnlyList<IReadOnlyList<string>> Parts,
    IReadOnlyList<string> Defects);

/// <summary>« Un vrai serveur » — aiosmtpd of the machine, in a process of its own (<c>Data/mail/smtp_server.py</c>): under TLS on 587 or 465, where the machine lets it.</summary>
internal sealed class RealServer : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly Process _process;
    private readonly List<TakenMessage> _taken = [];
    private readonly Task _reading;

    private RealServer(Process process, int port)
    {
        (_process, Port) = (process, port);
        // A pipe nobody reads fills up, and stops who writes.
        _reading = Task.WhenAll(ReadAsync(), process.StandardError.ReadToEndAsync(CancellationToken.None));
    }

    public int Port { get; }

    public IReadOnlyList<TakenMessage> Taken
    {
        get
        {
            lock (_taken)
                return [.. _taken];
        }
    }

    public static async Task<RealServer> StartAsync(params string[] arguments)
    {
        // The machine's own Python: its packages are the machine's packages.
        var start = new ProcessStartInfo("/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, "Data/mail/smtp_server.py"), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            var process = Process.Start(start)!;
            if (int.TryParse(await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken), CultureInfo.InvariantCulture, out var port))
                return new RealServer(process, port);
            var why = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            Assert.SkipWhen(why.Contains("No module named 'aiosmtpd'", StringComparison.Ordinal), "python3-aiosmtpd is not on this machine: no other mail server can judge us.");
            throw new InvalidOperationException(why);
        }
        catch (Win32Exception)
        {
            Assert.Skip("python3 is not on this machine: no other mail server can judge us.");
            throw;
        }
    }

    /// <summary>Waits until what the server says it took answers.</summary>
    public async Task<IReadOnlyList<TakenMessage>> WaitForAsync(Func<IReadOnlyList<TakenMessage>, bool> condition)
    {
        while (!condition(Taken))
            await Task.Delay(20, TestContext.Current.CancellationToken);
        return Taken;
    }

    public async ValueTask DisposeAsync()
    {
        // Closing what it reads ends it.
        _process.StandardInput.Close();
        await _process.WaitForExitAsync(CancellationToken.None);
        await _reading;
        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync(CancellationToken.None) is { } line)
        {
            var message = JsonSerializer.Deserialize<TakenMessage>(line, Json)!;
            lock (_taken)
                _taken.Add(message);
        }
    }
}
