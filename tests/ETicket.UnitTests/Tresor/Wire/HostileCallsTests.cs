using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using ETicket.Tresor.Contract;

namespace ETicket.UnitTests.Tresor.Wire;

/// <summary>Whoever finds the address may send anything: it is refused at once, without reading a file, growing, or stopping the others.</summary>
[Collection(nameof(Alone))]
public sealed class HostileCallsTests
{
    private const long FewMegabytes = 16L * 1024 * 1024;

    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(1);

    public static readonly TheoryData<string, string> Messages = new()
    {
        { "a DTD", "<!DOCTYPE a>" + Call("") },
        { "an entity of the file system", "<!DOCTYPE a [<!ENTITY f SYSTEM 'file:///etc/hostname'>]>" + Call("<objet>&f;</objet>") },
        { "an entity of the network", "<!DOCTYPE a [<!ENTITY f SYSTEM 'http://127.0.0.1:9/lu'>]>" + Call("<objet>&f;</objet>") },
        { "a DTD elsewhere", "<!DOCTYPE a SYSTEM 'http://127.0.0.1:9/a.dtd'>" + Call("") },
        { "a parameter entity", "<!DOCTYPE a [<!ENTITY % p SYSTEM 'file:///etc/hostname'> %p;]>" + Call("") },
        { "entities that grow", Bomb() + Call("<objet>&b9;</objet>") },
        { "one long entity, often", $"<!DOCTYPE a [<!ENTITY l '{new string('l', 20_000)}'>]>" + Call(string.Concat(Enumerable.Repeat("<objet>&l;</objet>", 500))) },
        { "sixty kilobytes of opening tags", string.Concat(Enumerable.Repeat("<a>", 20_000)) },
        { "thousands of attributes", Attributes("a{0}=''", 6_000) },
        { "thousands of namespaces", Attributes("xmlns:n{0}='{0}'", 2_500) },
        { "zeros", new string('\0', 1000) },
    };

    [Theory]
    [MemberData(nameof(Messages))]
    public async Task A_message_meant_to_hurt_is_a_protocol_fault_within_a_second(string what, string message)
    {
        await using var tresor = await RunningTresor.StartAsync();
        await tresor.CreateAsync();
        var (memory, since) = (GC.GetTotalAllocatedBytes(), Stopwatch.StartNew());

        var fault = await tresor.SendAsync(message);

        Assert.True(since.Elapsed < AtOnce, $"{what}: {since.Elapsed}");
        Assert.Equal(SoapWire.Service + "TechProtocolaireErreur", fault.Detail?.Name);
        Assert.Empty(Schemas.Reproaches(fault.Detail!));
        Assert.InRange(GC.GetTotalAllocatedBytes() - memory, 0, FewMegabytes);
        Assert.NotNull(await tresor.CreateAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_of_fifty_megabytes_or_without_end_is_refused_within_a_second(bool announced)
    {
        await using var tresor = await RunningTresor.StartAsync();
        await tresor.CreateAsync();
        var (memory, since) = (GC.GetTotalAllocatedBytes(), Stopwatch.StartNew());

        var status = await FloodAsync(new Uri(tresor.Address), announced ? 50L * 1024 * 1024 : null);

        Assert.True(since.Elapsed < AtOnce, since.Elapsed.ToString());
        Assert.Contains(status, new[] { "HTTP/1.1 413", "HTTP/1.1 500" });
        Assert.InRange(GC.GetTotalAllocatedBytes() - memory, 0, FewMegabytes);
        Assert.NotNull(await tresor.CreateAsync());
    }

    /// <summary>What is wrong with the transport is wrong with the call, never with us.</summary>
    [Theory]
    [InlineData("FFFFFFFFFFFFFFFF")]
    [InlineData("-1")]
    [InlineData("zz")]
    public async Task A_chunk_of_no_possible_length_is_no_call(string length)
    {
        await using var tresor = await RunningTresor.StartAsync();
        var address = new Uri(tresor.Address);
        using var socket = new TcpClient();
        await socket.ConnectAsync(address.Host, address.Port);
        await using var wire = socket.GetStream();

        await wire.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST {SoapEndpoint.Path} HTTP/1.1\r\nHost: {address.Authority}\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n{length}\r\n<a/>\r\n"));
        using var reader = new StreamReader(wire);
        var told = await reader.ReadToEndAsync();

        Assert.StartsWith("HTTP/1.1 500", told);
        Assert.Contains("TechProtocolaireErreur", told);
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("multipart/form-data")]
    [InlineData("application/json")]
    public async Task A_form_no_browser_sends_is_refused_by_the_payment_page(string contentType)
    {
        await using var tresor = await RunningTresor.StartAsync();
        using var form = new ByteArrayContent(Encoding.ASCII.GetBytes(string.Join('&', Enumerable.Range(0, 5000).Select(i => $"k{i}=1"))));
        form.Headers.TryAddWithoutValidation("Content-Type", contentType);

        using var answer = await tresor.Http.PostAsync("/tpa/paiementws.web", form);

        Assert.Equal(System.Net.HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Twenty_floods_at_once_stop_nobody()
    {
        await using var tresor = await RunningTresor.StartAsync();

        var floods = Enumerable.Range(0, 20).Select(_ => FloodAsync(new Uri(tresor.Address), null)).ToList();
        Assert.NotNull(await tresor.CreateAsync());

        Assert.All(await Task.WhenAll(floods), status => Assert.Contains(status, new[] { "HTTP/1.1 413", "HTTP/1.1 500" }));
    }

    /// <summary>A client that goes on sending whatever it is told; what it was told, read beside.</summary>
    private static async Task<string> FloodAsync(Uri address, long? length)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(address.Host, address.Port);
        await using var wire = socket.GetStream();
        var framing = length is { } bytes ? $"Content-Length: {bytes}" : "Transfer-Encoding: chunked";
        await wire.WriteAsync(Encoding.ASCII.GetBytes($"POST {SoapEndpoint.Path} HTTP/1.1\r\nHost: {address.Authority}\r\nContent-Type: text/xml\r\n{framing}\r\n\r\n"));
        using var told = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var sending = SendAsync(wire, length is null, told.Token);
        var answer = new byte[12];
        await wire.ReadExactlyAsync(answer, told.Token);
        await told.CancelAsync();
        await sending;
        return Encoding.ASCII.GetString(answer);
    }

    private static async Task SendAsync(NetworkStream wire, bool chunked, CancellationToken stop)
    {
        var blank = Encoding.ASCII.GetBytes(new string(' ', 4096));
        byte[] block = chunked ? [.. "1000\r\n"u8, .. blank, .. "\r\n"u8] : blank;
        try
        {
            while (true)
                await wire.WriteAsync(block, stop);
        }
        catch (Exception over) when (over is IOException or OperationCanceledException)
        {
            // Cut by the other side, or told.
        }
    }

    private static string Call(string fields) => RunningTresor.Message("creerPaiementSecurise", []).Replace("<arg0 />", $"<arg0>{fields}</arg0>");

    private static string Attributes(string one, int count) => $"<a {string.Join(' ', Enumerable.Range(0, count).Select(i => string.Format(one, i)))}/>";

    private static string Bomb() => "<!DOCTYPE a [" + string.Concat(Enumerable.Range(0, 10).Select(level =>
        $"<!ENTITY b{level} '{(level == 0 ? "aaaaaaaaaa" : string.Concat(Enumerable.Repeat($"&b{level - 1};", 10)))}'>")) + "]>";
}
