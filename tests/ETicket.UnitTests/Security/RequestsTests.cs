using ETicket.Web.Security;

namespace ETicket.UnitTests.Security;

public sealed class RequestsTests
{
    [Theory]
    [InlineData("/famille/planning?semaine=2026-11-23", "/famille/planning?semaine=2026-11-23")]
    [InlineData("/famille/é%20", "/famille/%C3%A9%20")]
    [InlineData("/🎫", "/%F0%9F%8E%AB")]
    public void An_address_is_sent_in_letters_a_header_can_hold(string address, string sent)
    {
        Assert.Equal(sent, Requests.AsciiOf(address));
    }
}
