using System.Net;
using System.Net.Sockets;

namespace ETicket.IntegrationTests.Payments.AtTheDoor;

/// <summary>A caller who speaks from an address of his choice.</summary>
internal static class Elsewhere
{
    public static HttpClient From(string address, Uri to) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        ConnectCallback = async (context, stop) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
            await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, stop);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    { BaseAddress = to };
}
