using System.Net;
using System.Net.Sockets;
using Lib.Net.Http.WebPush;
using Lib.Net.Http.WebPush.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ETicket.Mail.Pushes;

/// <summary>
/// Web Push (RFC 8030, 8291, 8292) by Lib.Net.Http.WebPush: no cryptography is ours. An address that is not of a known service is never called, no redirect is followed, and a name that
/// leads inside this network is not called either.
/// </summary>
internal sealed class WebPushTransport : IPushTransport, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>A notification a phone did not take within a day says nothing any more.</summary>
    private const int LivesSeconds = 24 * 60 * 60;

    private readonly PushOptions _options;
    private readonly ILogger<WebPushTransport> _log;
    private readonly HttpClient _http;
    private readonly Lazy<PushServiceClient> _client;

    public WebPushTransport(IOptions<PushOptions> options, ILogger<WebPushTransport> log)
    {
        (_options, _log) = (options.Value, log);
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false, ConnectCallback = ConnectAsync }) { Timeout = Patience };
        _client = new(() => new PushServiceClient(_http)
        {
            AutoRetryAfter = false,
            DefaultTimeToLive = LivesSeconds,
            DefaultAuthentication = new VapidAuthentication(_options.PublicKey, _options.PrivateKey) { Subject = _options.Subject },
        });
    }

    public async Task<PushAnswer> SendAsync(PushAddress to, string words, CancellationToken stop)
    {
        if (!_options.IsSet || !_options.Allows(to.Endpoint))
            return PushAnswer.Failed;
        var subscription = new Lib.Net.Http.WebPush.PushSubscription { Endpoint = to.Endpoint };
        subscription.SetKey(PushEncryptionKeyName.P256DH, to.PublicKey);
        subscription.SetKey(PushEncryptionKeyName.Auth, to.Secret);
        try
        {
            await _client.Value.RequestPushMessageDeliveryAsync(subscription, new PushMessage(words), stop);
            return PushAnswer.Taken;
        }
        catch (PushServiceClientException no) when (no.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone)
        {
            return PushAnswer.Gone;
        }
        catch (Exception problem) when (problem is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            // Keys that are no keys, a service that is away: the letter goes by mail.
            _log.LogWarning("A notification was not taken by {Host}: {Why}", new Uri(to.Endpoint).Host, problem.Message);
            return PushAnswer.Failed;
        }
    }

    public void Dispose() => _http.Dispose();

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken stop)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var inside = _options.Simulated is { } own && own.Host == host && own.Port == port;
        var found = (await Dns.GetHostAddressesAsync(host, stop)).Where(address => inside || IsPublic(address)).ToArray();
        if (found.Length == 0)
            throw new HttpRequestException($"{host} has no public address.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(found, port, stop);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Neither this machine, nor this network, nor its link (RFC 1918, 3927, 4193, 6598).</summary>
    internal static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (IPAddress.IsLoopback(address) || address.IsIPv6LinkLocal || address.IsIPv6SiteLocal || address.IsIPv6UniqueLocal || address.IsIPv6Multicast || address.Equals(IPAddress.IPv6Any))
            return false;
        return address.GetAddressBytes() is not ([0 or 10 or 127 or >= 224, _, _, _] or [169, 254, _, _] or [172, >= 16 and <= 31, _, _] or [192, 168, _, _] or [100, >= 64 and <= 127, _, _]);
    }
}
