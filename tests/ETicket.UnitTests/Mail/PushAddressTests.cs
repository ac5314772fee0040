using System.Net;
using ETicket.Mail.Pushes;

namespace ETicket.UnitTests.Mail;

/// <summary>Which address a browser gave may be called: one of a service of notifications that is known, outside this network.</summary>
public sealed class PushAddressTests
{
    [Theory]
    [InlineData("https://fcm.googleapis.com/fcm/send/abc", true)]
    [InlineData("https://updates.push.services.mozilla.com/wpush/v2/abc", true)]
    [InlineData("https://web.push.apple.com/abc", true)]
    [InlineData("https://wns2-par02p.notify.windows.com/w/?token=abc", true)]
    [InlineData("http://fcm.googleapis.com/abc", false)]
    [InlineData("https://fcm.googleapis.com:8443/abc", false)]
    [InlineData("https://moi@fcm.googleapis.com/abc", false)]
    [InlineData("https://fcm.googleapis.com@127.0.0.1/abc", false)]
    [InlineData("https://fcm.googleapis.com.commune.example/abc", false)]
    [InlineData("https://evilfcm.googleapis.com/abc", false)]
    [InlineData("https://127.0.0.1/abc", false)]
    [InlineData("https://[::1]/abc", false)]
    [InlineData("https://169.254.169.254/abc", false)]
    [InlineData("file:///fcm.googleapis.com", false)]
    [InlineData("/abc", false)]
    [InlineData("", false)]
    public void G18_Only_a_known_service_over_https_is_called(string address, bool called) => Assert.Equal(called, new PushOptions().Allows(address));

    [Theory]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.31.0.1", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("142.250.179.78", true)]
    [InlineData("172.32.0.1", true)]
    [InlineData("2a00:1450:4007:80c::200e", true)]
    public void G18_A_name_that_leads_inside_this_network_is_not_called(string address, bool outside) => Assert.Equal(outside, WebPushTransport.IsPublic(IPAddress.Parse(address)));
}
