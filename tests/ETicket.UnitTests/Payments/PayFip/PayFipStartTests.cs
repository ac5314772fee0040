using ETicket.Payments;

namespace ETicket.UnitTests.Payments.PayFip;

public sealed class PayFipStartTests
{
    [Fact]
    public async Task The_payer_is_sent_to_the_page_of_the_operation()
    {
        await using var desk = PayFipDesk.Open().Says(Transcript.Read("created.xml"));

        var started = await desk.StartAsync();

        Assert.Equal(new Started(Transcript.Operation, new Uri($"https://www.payfip.gouv.fr/tpa/paiementws.web?idop={Transcript.Operation}")), started);
    }

    [Fact]
    public async Task The_operation_number_is_added_to_a_page_that_has_a_query_already()
    {
        await using var desk = PayFipDesk.Open(configure: options => options.PayerPage = new Uri("http://tresor.test:8090/page?essai=1"))
            .Says(Transcript.Read("Deviations/created-idop-in-lower-case.xml"));

        Assert.Equal($"http://tresor.test:8090/page?essai=1&idop={Transcript.Operation}", (await desk.StartAsync()).PayAt.AbsoluteUri);
    }

    public static TheoryData<string, PaymentOrder> WrongOrders() => new()
    {
        { "M3", PayFipDesk.Order(cents: 99) },
        { "M3", PayFipDesk.Order(cents: 0) },
        { "M3", PayFipDesk.Order(cents: -2500) },
        { "M5", PayFipDesk.Order(cents: 10_000_000) },
        { "R3", PayFipDesk.Order(reference: "ABCDE") },
        { "R3", PayFipDesk.Order(reference: new string('A', 31)) },
        { "R3", PayFipDesk.Order(reference: "2026-0042") },
        { "R3", PayFipDesk.Order(reference: "20260042\n") },
        { "R3", PayFipDesk.Order(reference: "CANTINÉ1") },
        { "A1", PayFipDesk.Order(email: "") },
        { "A2", PayFipDesk.Order(email: "a@b.c") },
        { "A2", PayFipDesk.Order(email: "zoe.example.test") },
        { "A2", PayFipDesk.Order(email: "zoe@example.test\u0001") },
        { "A2", PayFipDesk.Order(email: new string('z', 70) + "@example.test") },
        { "T1", PayFipDesk.Order(numcli: "6270") },
        { "T1", PayFipDesk.Order(numcli: "00627A") },
        { "T1", PayFipDesk.Order(numcli: "٠٠٦٢٧٠") },
        { "S1", PayFipDesk.Order(mode: 'A') },
        { "S1", PayFipDesk.Order(mode: 'w') },
        { "S1", PayFipDesk.Order(mode: 'T') },
        { "EXER", PayFipDesk.Order(year: 26) },
        { "N1", PayFipDesk.Order(notifyAt: "ftp://tickets.example.test/n") },
        { "N1", PayFipDesk.Order(notifyAt: "https://tickets.example.test/" + new string('n', 222)) },
        { "D1", PayFipDesk.Order(returnTo: "https://tickets.example.test/" + new string('é', 80)) },
    };

    [Theory]
    [MemberData(nameof(WrongOrders), DisableDiscoveryEnumeration = true)]
    public async Task R138_R145_What_PayFiP_is_known_to_refuse_is_refused_before_the_call_under_its_code(string code, PaymentOrder order)
    {
        await using var desk = PayFipDesk.Open().Says(Transcript.Read("created.xml"));

        var no = await Assert.ThrowsAsync<ProviderRefused>(() => desk.StartAsync(order));

        Assert.Equal(code, no.Code);
        Assert.NotEmpty(no.Label);
        Assert.Empty(desk.Requests);
    }

    [Fact]
    public async Task The_limits_themselves_are_accepted()
    {
        await using var desk = PayFipDesk.Open().Says(Transcript.Read("created.xml"));

        await desk.StartAsync(PayFipDesk.Order(cents: 100, reference: "ABCDE1", email: "z@a.fr"));
        await desk.StartAsync(PayFipDesk.Order(
            cents: 9_999_999, reference: new string('A', 30), email: new string('z', 67) + "@example.test",
            notifyAt: "https://tickets.example.test/" + new string('n', 221)));

        Assert.Equal(["100", "9999999"], desk.Requests.Select(asked => Contract.Said(asked.Body).Descendants("montant").Single().Value));
    }

    [Theory]
    [InlineData("A1")]
    [InlineData("A2")]
    [InlineData("D1")]
    [InlineData("M1")]
    [InlineData("M3")]
    [InlineData("M5")]
    [InlineData("N1")]
    [InlineData("P1")]
    [InlineData("R3")]
    [InlineData("S1")]
    [InlineData("T1")]
    [InlineData("T2")]
    [InlineData("T4")]
    [InlineData("T9")]
    [InlineData("Q7")]
    [InlineData("")]
    public async Task A_functional_fault_is_a_refusal_with_PayFiPs_own_words(string code)
    {
        await using var desk = PayFipDesk.Open();

        var labelled = await Assert.ThrowsAsync<ProviderRefused>(() => desk.Says(Transcript.Fault(code, "Paramètre <REFDET> & co"), 500).StartAsync());
        var described = await Assert.ThrowsAsync<ProviderRefused>(() => desk.Says(Transcript.Fault(code, "libellé", "descriptif"), 200).StartAsync());

        Assert.Equal((code, "Paramètre <REFDET> & co"), (labelled.Code, labelled.Label));
        Assert.Equal((code, "descriptif"), (described.Code, described.Label));
    }

    [Theory]
    [InlineData("fault-dysfunction.xml", 500)]
    [InlineData("fault-unavailable.xml", 500)]
    [InlineData("fault-protocol.xml", 500)]
    [InlineData("Deviations/fault-without-detail.xml", 500)]
    [InlineData("Deviations/bad-gateway.html", 502)]
    [InlineData("Deviations/no-return.xml", 200)]
    [InlineData("paid-by-card.xml", 200)]
    [InlineData("created.xml", 503)]
    public async Task When_nobody_knows_whether_it_was_opened_it_is_unreachable_never_refused(string file, int status)
    {
        await using var desk = PayFipDesk.Open().Says(Transcript.Read(file), status);

        await Assert.ThrowsAsync<ProviderUnreachable>(() => desk.StartAsync());
        Assert.Single(desk.Requests);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1&amp;page=2")]
    [InlineData("{4dc84580-4f73-11f1-9f3c-5254004a7d10}")]
    public async Task A_number_that_is_not_an_operations_sends_nobody_anywhere(string number)
    {
        await using var desk = PayFipDesk.Open().Says(Transcript.Read("created.xml").Replace(Transcript.Operation, number));

        await Assert.ThrowsAsync<ProviderUnreachable>(() => desk.StartAsync());
    }
}
