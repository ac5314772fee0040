using ETicket.Payments;
using ETicket.Payments.Providers.PayFip;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ETicket.UnitTests.Payments.PayFip;

public sealed class PayFipModuleTests
{
    [Fact]
    public async Task A_known_client_number_comes_back_with_its_labels_and_its_leading_zeros()
    {
        await using var desk = PayFipDesk.Open().Says(Transcript.Read("client.xml"));

        var known = Assert.IsType<PayFipClientCheck.Known>(await desk.Provider.CheckClientAsync("006270", TestContext.Current.CancellationToken));

        Assert.Equal("006270", known.Number);
        Assert.Equal(["MAIRIE DE SAINT-AUBIN", "REGIE CANTINE"], known.Labels);
    }

    [Fact]
    public async Task A_client_number_unknown_to_PayFiP_is_refused_with_its_words()
    {
        await using var desk = PayFipDesk.Open().Says(Transcript.Fault("T2", "Numéro de client inconnu"), 500);

        var no = Assert.IsType<PayFipClientCheck.Refused>(await desk.Provider.CheckClientAsync("999999", TestContext.Current.CancellationToken));

        Assert.Equal(("T2", "Numéro de client inconnu"), (no.Code, no.Label));
    }

    [Theory]
    [InlineData("")]
    [InlineData("6270")]
    [InlineData("0062701")]
    [InlineData("ABCDEF")]
    public async Task A_client_number_that_is_not_six_digits_is_refused_without_a_call(string numcli)
    {
        await using var desk = PayFipDesk.Open().Says(Transcript.Read("client.xml"));

        Assert.IsType<PayFipClientCheck.Refused>(await desk.Provider.CheckClientAsync(numcli, TestContext.Current.CancellationToken));
        Assert.Empty(desk.Requests);
    }

    [Theory]
    [InlineData("client.xml", "000042")]
    [InlineData("fault-unavailable.xml", "006270")]
    [InlineData("Deviations/bad-gateway.html", "006270")]
    [InlineData("created.xml", "006270")]
    public async Task Nobody_says_yes_or_no_when_PayFiP_does_not_answer_about_this_number(string file, string numcli)
    {
        await using var desk = PayFipDesk.Open().Says(Transcript.Read(file));

        Assert.IsType<PayFipClientCheck.Unreachable>(await desk.Provider.CheckClientAsync(numcli, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void The_settings_of_a_section_reach_the_provider_registered_under_PayFiP()
    {
        var section = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["PayFip:PayerPage"] = "http://tresor/page", ["PayFip:TimeOut"] = "00:00:05" })
            .Build().GetSection("PayFip");

        using var services = new ServiceCollection().AddPayFip(section).BuildServiceProvider();

        var options = services.GetRequiredService<PayFipOptions>();
        Assert.Equal(("http://tresor/page", TimeSpan.FromSeconds(5)), (options.PayerPage.AbsoluteUri, options.TimeOut));
        Assert.Equal("https://www.payfip.gouv.fr/tpa/services/securite", options.ServiceAddress.AbsoluteUri);
        Assert.Equal(PaymentProvider.PayFip, Assert.Single(services.GetServices<IPaymentProvider>()).Name);
    }

    public static TheoryData<string, string> WrongSettings() => new()
    {
        { "ServiceAddress", "http://www.payfip.gouv.fr/tpa/services/securite" },
        { "ServiceAddress", "/tpa/services/securite" },
        { "PayerPage", "http://93.184.216.34/page" },
        { "PayerPage", "ftp://tresor/page" },
        { "TimeOut", "00:00:00" },
        { "TimeOut", "01:00:00" },
        { "MinCents", "0" },
        { "MaxCents", "99" },
        { "SettlesWithin", "00:10:00" },
        { "OpenFor", "-00:00:01" },
    };

    [Theory]
    [MemberData(nameof(WrongSettings))]
    public void A_wrong_setting_stops_the_application_at_its_start(string name, string value)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { [name] = value }).Build();
        using var services = new ServiceCollection().AddPayFip(settings).BuildServiceProvider();

        var start = services.GetRequiredService<IStartupValidator>();

        Assert.Contains(name, Assert.Throws<OptionsValidationException>(start.Validate).Message);
    }

    [Theory]
    [InlineData("http://127.0.0.1:5090/tpa/services/securite")]
    [InlineData("http://localhost:5090/")]
    [InlineData("http://tresor:8080/")]
    [InlineData("http://tresor.test/")]
    [InlineData("https://payfip.example.fr/")]
    public void A_private_name_may_do_without_https(string address)
    {
        using var services = new ServiceCollection().AddPayFip(options => options.ServiceAddress = new Uri(address)).BuildServiceProvider();

        services.GetRequiredService<IStartupValidator>().Validate();

        Assert.Equal(new Uri(address), services.GetRequiredService<PayFipOptions>().ServiceAddress);
    }
}
