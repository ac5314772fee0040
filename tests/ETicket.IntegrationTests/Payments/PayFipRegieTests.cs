using ETicket.IntegrationTests.World;
using ETicket.Payments;
using ETicket.Payments.Providers.PayFip;
using ETicket.Structures;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ETicket.IntegrationTests.Payments;

/// <summary>A régie's number at PayFiP is written only once the Treasury knows it.</summary>
public sealed class PayFipRegieTests(Cluster cluster) : IAsyncLifetime
{
    private const string Service = "http://securite.service.tpa.cp.finances.gouv.fr/services/mas_securite/contrat_paiement_securise/PaiementSecuriseService";

    private WebApplication _tresor = null!;
    private (int Status, string Body) _answer;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _tresor = builder.Build();
        _tresor.MapFallback(async context =>
        {
            (context.Response.StatusCode, context.Response.ContentType) = (_answer.Status, "text/xml;charset=utf-8");
            await context.Response.WriteAsync(_answer.Body);
        });
        await _tresor.StartAsync();
    }

    public ValueTask DisposeAsync() => _tresor.DisposeAsync();

    [Fact]
    public async Task A_known_number_is_shown_with_the_Treasury_s_own_words_and_written_with_its_mode()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var payFip = Of(books, tests: false);
        Knows("006399");

        Assert.Equal(["REGIE CANTINE", "PORT SAINTE FOY"], await payFip.CheckAsync("006399", CancellationToken.None));
        Assert.Equal("006382 Test", await SetAsync(books));
        await payFip.ConfigureAsync(town.Structure, town.Regie, "006399", PayFipMode.Production, CancellationToken.None);

        Assert.Equal("006399 Production", await SetAsync(books));
    }

    [Theory]
    [InlineData("T1", "Le numéro de client est invalide.")]
    [InlineData("T2", "Client inconnu.")]
    [InlineData("T4", "")]
    public async Task A_number_the_Treasury_refuses_is_refused_in_its_own_words_and_nothing_changes(string code, string words)
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        _answer = (500, Envelope($"<S:Fault><faultcode>S:Server</faultcode><faultstring>fr.gouv.finances.cp.tpa.webservice.exceptions.FonctionnelleErreur</faultstring><detail><n:FonctionnelleErreur xmlns:n=\"{Service}\"><code>{code}</code><descriptif/><libelle>{words}</libelle><severite>2</severite></n:FonctionnelleErreur></detail></S:Fault>"));

        var refused = await Assert.ThrowsAsync<ClientNumberRefused>(() =>
            Of(books, tests: false).ConfigureAsync(town.Structure, town.Regie, "000000", PayFipMode.Production, CancellationToken.None));

        Assert.Contains(words.Length > 0 ? words : "n’est pas ouvert", refused.Sentence, StringComparison.Ordinal);
        Assert.Contains(code, refused.Sentence, StringComparison.Ordinal);
        Assert.Equal("006382 Test", await SetAsync(books));
    }

    [Theory]
    [InlineData(502, "<html><body>Bad Gateway</body></html>")]
    [InlineData(200, "")]
    public async Task A_Treasury_that_cannot_be_heard_changes_nothing_and_a_number_of_five_digits_is_not_even_asked(int status, string body)
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        _answer = (status, body);
        var payFip = Of(books, tests: true);

        await Assert.ThrowsAsync<ClientNumberUnverified>(() => payFip.ConfigureAsync(town.Structure, town.Regie, "006399", PayFipMode.Test, CancellationToken.None));
        await Assert.ThrowsAsync<ClientNumberRefused>(() => payFip.ConfigureAsync(town.Structure, town.Regie, "6399", PayFipMode.Test, CancellationToken.None));

        Assert.Equal("006382 Test", await SetAsync(books));
    }

    [Fact]
    public async Task The_mode_of_test_is_not_set_where_families_buy()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        Knows("006399");

        await Assert.ThrowsAsync<TestModeNotAllowed>(() => Of(books, tests: false).ConfigureAsync(town.Structure, town.Regie, "006399", PayFipMode.Test, CancellationToken.None));

        Assert.Equal("006382 Test", await SetAsync(books));
    }

    [Fact]
    public async Task A_payment_opened_under_the_former_number_is_still_credited_and_the_next_one_bears_the_new()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var before = await martin.GoesToPay(4, "CANT-B");
        Knows("006399");
        await Of(books, tests: false).ConfigureAsync(town.Structure, town.Regie, "006399", PayFipMode.Production, CancellationToken.None);
        var after = await martin.GoesToPay(1, "CANT-B");

        var (opened, next) = (await HeardAsync(before), await HeardAsync(after));
        town.PayFip.Accepts(before);

        Assert.Equal((("006382", 'T'), ("006399", 'W')), (opened, next));
        Assert.Equal(PaymentState.Paid, await martin.Settles(before));
        Assert.Equal(0, await books.AskAsync<long>("select count(*) from discrepancy"));
        await books.ShouldBeHealthyAsync();

        async Task<(string, char)> HeardAsync(Payment payment)
        {
            PaymentOrder? heard = null;
            town.PayFip.Answers(payment, order =>
            {
                heard = order;
                return new ProviderView.Pending();
            });
            await martin.Settles(payment);
            return (heard!.ClientNumber, heard.Mode);
        }
    }

    private void Knows(string number) => _answer = (200, Envelope(
        $"<n:recupererDetailClientResponse xmlns:n=\"{Service}\"><return><libelleN1>REGIE CANTINE</libelleN1><libelleN2>PORT SAINTE FOY</libelleN2><numcli>{number}</numcli></return></n:recupererDetailClientResponse>"));

    private static string Envelope(string body) => $"<S:Envelope xmlns:S=\"http://schemas.xmlsoap.org/soap/envelope/\"><S:Body>{body}</S:Body></S:Envelope>";

    private PayFipRegies Of(Books books, bool tests) => new ServiceCollection().AddSingleton<TimeProvider>(books.Clock).AddSingleton(books.Database).AddPayFip(options =>
    {
        options.ServiceAddress = new Uri(_tresor.Urls.Single());
        options.AcceptsTestPayments = tests;
    }).BuildServiceProvider().GetRequiredService<PayFipRegies>();

    private static Task<string> SetAsync(Books books) => books.AskAsync<string>("select client_number || ' ' || pay_fip_mode from regie");
}
