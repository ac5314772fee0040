using System.Net;
using System.Net.Sockets;

namespace ETicket.Web.Running;

/// <summary>
/// « Garde des ports » — asked before anything starts, so that a taken port is one sentence and not a page of errors.
/// </summary>
internal static class PortGuard
{
    /// <summary>Refuses with <see cref="PortTaken"/> or <see cref="PortForbidden"/>; port 0 means "any" and is always free.</summary>
    public static void EnsureFree(params IEnumerable<Uri> addresses)
    {
        foreach (var address in addresses.Where(a => a.Port > 0))
        {
            foreach (var local in Locals(address))
                EnsureFree(local, address.Port);
        }
    }

    /// <summary>The same for addresses as the web server takes them, <c>http://*:5000</c> included.</summary>
    public static void EnsureFree(string urls) => EnsureFree(urls
        .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(BindingAddress.Parse).Where(a => !a.IsUnixPipe && !a.IsNamedPipe)
        .Select(a => new UriBuilder(a.Scheme, a.Host is "*" or "+" ? "[::]" : a.Host, a.Port).Uri));

    private static IPAddress[] Locals(Uri address) =>
        IPAddress.TryParse(address.IdnHost, out var ip) ? ip.Equals(IPAddress.IPv6Any) ? [IPAddress.Any, ip] : [ip]
        : address.IsLoopback ? [IPAddress.Loopback, IPAddress.IPv6Loopback]
        : [IPAddress.Any, IPAddress.IPv6Any];

    private static void EnsureFree(IPAddress local, int port)
    {
        if (local.AddressFamily == AddressFamily.InterNetworkV6 && !Socket.OSSupportsIPv6)
            return;
        try
        {
            using var probe = new Socket(local.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            if (local.AddressFamily == AddressFamily.InterNetworkV6)
                probe.DualMode = false;
            probe.Bind(new IPEndPoint(local, port));
            probe.Listen();
        }
        catch (SocketException failure) when (failure.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new PortTaken(port);
        }
        catch (SocketException failure) when (failure.SocketErrorCode == SocketError.AccessDenied)
        {
            throw new PortForbidden(port);
        }
        catch (SocketException failure) when (failure.SocketErrorCode is SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported)
        {
            // A machine without this address: the web server skips it in the same way.
        }
    }
}
