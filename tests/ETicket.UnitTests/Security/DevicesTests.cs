using ETicket.Web.Display;
using ETicket.Web.Security;

namespace ETicket.UnitTests.Security;

/// <summary>What a browser tells of itself, brought down to two names.</summary>
public sealed class DevicesTests
{
    [Theory]
    [InlineData("Mozilla/5.0 (Android 14; Mobile; rv:133.0) Gecko/133.0 Firefox/133.0", "Firefox sur Android")]
    [InlineData("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36", "Chrome sur Android")]
    [InlineData("Mozilla/5.0 (Linux; Android 13; SM-A536B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36", "Samsung Internet sur Android")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1", "Safari sur iPhone")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/131.0 Mobile/15E148 Safari/604.1", "Chrome sur iPhone")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0", "Edge sur Windows")]
    [InlineData("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15", "Safari sur Mac")]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0", "Firefox sur Linux")]
    public void R19_A_family_knows_its_own_devices(string told, string said) => Assert.Equal(said, Words.Device(Devices.Of(told)));

    [Theory]
    [InlineData("")]
    [InlineData("curl/8.5.0")]
    [InlineData("<script>alert(1)</script> Windows NT")]
    [InlineData("Firefox/1\r\nX: y")]
    public void R19_Of_anything_else_nothing_is_kept(string told) => Assert.Equal("appareil inconnu", Words.Device(Devices.Of(told)));

    [Fact]
    public void R19_No_megabyte_is_looked_through() => Assert.Equal("", Devices.Of(new string('x', 100_000) + "Firefox/1 Windows NT"));
}
