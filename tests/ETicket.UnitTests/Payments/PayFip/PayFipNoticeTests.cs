using ETicket.Payments;
using ETicket.Payments.Providers.PayFip;
using Microsoft.Extensions.Logging.Abstractions;

namespace ETicket.UnitTests.Payments.PayFip;

public sealed class PayFipNoticeTests
{
    private const string Other = "d7f0a2c0-4f73-11f1-9f3c-5254004a7d10";

    [Theory]
    [InlineData("POST", "", "idop", "", true)]
    [InlineData("POST", "", "idOp", "", true)]
    [InlineData("POST", "", "IDOP", "", true)]
    [InlineData("post", "", "IdOp", "", true)]
    [InlineData("GET", "idop", "", "", true)]
    [InlineData("GET", "idOp", "", "", true)]
    [InlineData("POST", "idop", "", "", true)]
    [InlineData("POST", "IDOP", "", "", true)]
    [InlineData("POST", "", "", "idop=" + Transcript.Operation, true)]
    [InlineData("POST", "", "", "a=1&idOp=" + Transcript.Operation + "\r\n", true)]
    [InlineData("PUT", "", "idop", "", false)]
    [InlineData("HEAD", "idop", "", "", false)]
    [InlineData("POST", "", "idoper", "", false)]
    [InlineData("POST", "", "numcli", "", false)]
    [InlineData("GET", "", "", "", false)]
    [InlineData("POST", "", "", "<idOp>" + Transcript.Operation + "</idOp>", false)]
    public void A_notice_is_read_however_it_is_spelt(string method, string query, string form, string body, bool read)
    {
        var request = new ProviderRequest(method, Named(query, Transcript.Operation), Named(form, Transcript.Operation), body);

        Assert.Equal(read ? Transcript.Operation : null, Read(request));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("4dc84580-4f73-11f1-9f3c-5254004a7d1")]
    [InlineData("4dc84580-4f73-11f1-9f3c-5254004a7d100")]
    [InlineData("4dc845804f7311f19f3c5254004a7d10")]
    [InlineData("{4dc84580-4f73-11f1-9f3c-5254004a7d10}")]
    [InlineData("4dc84580-4f73-11f1-9f3c-5254004a7d1g")]
    [InlineData("4dc84580-4f73-11f1-9f3c-5254004a7d10' or 1=1 --")]
    [InlineData("../../4dc84580-4f73-11f1-9f3c-5254004a")]
    public void What_does_not_look_like_an_operation_is_not_ours_to_read(string value)
    {
        Assert.Null(Read(new ProviderRequest("POST", Named("idop", value), Named("idop", value), "idop=" + value)));
    }

    [Fact]
    public void The_form_comes_before_the_query_and_a_value_without_sense_is_passed_over()
    {
        var both = new ProviderRequest("POST", Named("idop", Other), Named("idop", Transcript.Operation), "");
        var one = new ProviderRequest("POST", Named("idop", Other), Named("idop", "undefined"), "");

        Assert.Equal((Transcript.Operation, Other), (Read(both), Read(one)));
    }

    [Fact]
    public void Spaces_around_the_number_are_not_part_of_it()
    {
        Assert.Equal(Transcript.Operation, Read(new ProviderRequest("GET", Named("idop", $" {Transcript.Operation}\r\n"), Named("", ""), "")));
    }

    private static Dictionary<string, string> Named(string name, string value) => name.Length == 0 ? [] : new() { ["other"] = "x", [name] = value };

    private static string? Read(ProviderRequest request)
    {
        using var http = new HttpClient();
        var options = new PayFipOptions();
        return new PayFipProvider(
            new PayFipClient(http, options), options, TimeProvider.System, NullLogger<PayFipProvider>.Instance).ReadReturn(request);
    }
}
