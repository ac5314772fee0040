using System.Net;
using System.Net.Sockets;
using ETicket.Web.Running;

namespace ETicket.IntegrationTests.Running;

public sealed class PortGuardTests
{
    [Theory]
    [InlineData("127.0.0.1", "http://localhost:{0}")]
    [InlineData("127.0.0.1", "http://127.0.0.1:{0}")]
    [InlineData("127.0.0.1", "http://*:{0}")]
    [InlineData("0.0.0.0", "http://localhost:{0}")]
    [InlineData("0.0.0.0", "https://+:{0}; http://localhost:0")]
    public void A_port_held_by_another_program_is_refused_in_one_sentence(string held, string wanted)
    {
        using var other = new TcpListener(IPAddress.Parse(held), 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var refused = Assert.Throws<PortTaken>(() => PortGuard.EnsureFree(string.Format(wanted, port)));

        Assert.Equal(port, refused.Port);
        Assert.Contains($"port {port} ", refused.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_port_freed_a_moment_ago_is_free_even_while_its_last_conversations_fade()
    {
        int port;
        using (var other = new TcpListener(IPAddress.Loopback, 0))
        {
            other.Start();
            port = ((IPEndPoint)other.LocalEndpoint).Port;
            using var visitor = new TcpClient();
            visitor.Connect(IPAddress.Loopback, port);
            other.AcceptTcpClient().Close(); // the server closes first: its side lingers in TIME_WAIT
        }

        PortGuard.EnsureFree(new Uri($"http://localhost:{port}"), new Uri($"http://127.0.0.1:{port}"));

        using var newcomer = new TcpListener(IPAddress.Loopback, port);
        newcomer.Start();
    }

    [Fact]
    public void A_socket_file_and_a_port_to_be_chosen_are_always_free() =>
        PortGuard.EnsureFree("http://unix:/tmp/portal.sock;http://127.0.0.1:0");
}
