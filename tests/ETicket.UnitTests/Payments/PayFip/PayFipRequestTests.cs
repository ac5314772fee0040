namespace ETicket.UnitTests.Payments.PayFip;

/// <summary>What goes on the wire, judged by the service's own schemas.</summary>
public sealed class PayFipRequestTests
{
    [Fact]
    public async Task The_request_is_the_one_of_the_contract()
    {
        await using var desk = PayFipDesk.Open(configure: options => options.AcceptsTestPayments = true).Says(Transcript.Read("created.xml"));

        await desk.StartAsync(PayFipDesk.Order(
            subject: "10 x [Lou] : Ticket(s) pour l'été", numcli: "000042", mode: 'T',
            notifyAt: "https://tickets.example.test/n?regie=1&cle=a%26b", returnTo: "https://tickets.example.test/r?x=<y>"));

        var asked = Assert.Single(desk.Requests);
        Assert.Equal(("POST", "/tpa/services/securite", "text/xml; charset=utf-8", "\"\""), (asked.Method, asked.Path, asked.ContentType, asked.SoapAction));
        Assert.Empty(Contract.Reproaches(asked.Body));
        Assert.Contains("regie=1&amp;cle=a%26b", asked.Body);
        Assert.Equal(
            [
                ("exer", "2026"), ("mel", Transcript.Email), ("montant", "2500"), ("numcli", "000042"), ("objet", "10 x Lou Ticket s pour l ete"),
                ("refdet", "20260514CANTINE01"), ("saisie", "T"), ("urlnotif", "https://tickets.example.test/n?regie=1&cle=a%26b"),
                ("urlredirect", "https://tickets.example.test/r?x=%3Cy%3E"),
            ],
            Contract.Said(asked.Body).Element("arg0")!.Elements().Select(field => (field.Name.ToString(), field.Value)));
    }

    [Fact]
    public async Task The_two_other_requests_are_those_of_the_contract_with_their_capitals()
    {
        await using var desk = PayFipDesk.Open().Says(Transcript.Fault("P5", ""), 500);

        await desk.LookUpAsync();
        await desk.Provider.CheckClientAsync("000042", TestContext.Current.CancellationToken);

        Assert.All(desk.Requests, asked => Assert.Empty(Contract.Reproaches(asked.Body)));
        Assert.Equal(
            [("idOp", Transcript.Operation), ("numCli", "000042")],
            desk.Requests.Select(asked => Contract.Said(asked.Body).Descendants().Last()).Select(field => (field.Name.ToString(), field.Value)));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData(" -- ' / ", "")]
    [InlineData("Été à l'Hay-les-Roses", "Ete a l Hay les Roses")]
    [InlineData("Œuf, cœur & naïveté : 12,50 €", "OEuf coeur naivete 12 50")]
    [InlineData("Cantine/bus n°4 <b>", "Cantine bus n 4 b")]
    [InlineData("École d’Élise\tCM2\n", "Ecole d Elise CM2")]
    [InlineData("10 tickets 🍎 midi", "10 tickets midi")]
    public async Task The_subject_keeps_only_plain_letters_digits_and_spaces(string subject, string sent)
    {
        await using var desk = PayFipDesk.Open().Says(Transcript.Read("created.xml"));

        await desk.StartAsync(PayFipDesk.Order(subject: subject));

        var objet = Contract.Said(desk.Requests.Single().Body).Descendants("objet").SingleOrDefault();
        Assert.Equal(sent, objet?.Value ?? "");
        Assert.Equal(sent.Length == 0, objet is null);
    }

    [Theory]
    [InlineData(99, 99)]
    [InlineData(100, 99)]
    [InlineData(400, 99)]
    public async Task The_subject_stays_under_a_hundred_characters(int length, int sent)
    {
        await using var desk = PayFipDesk.Open().Says(Transcript.Read("created.xml"));

        await desk.StartAsync(PayFipDesk.Order(subject: new string('é', length)));

        Assert.Equal(new string('e', sent), Contract.Said(desk.Requests.Single().Body).Descendants("objet").Single().Value);
    }

    [Theory]
    [InlineData("created.xml")]
    [InlineData("paid-by-card.xml")]
    [InlineData("paid-by-debit.xml")]
    [InlineData("card-refused.xml")]
    [InlineData("debit-refused.xml")]
    [InlineData("abandoned.xml")]
    [InlineData("client.xml")]
    [InlineData("fault-functional.xml")]
    [InlineData("fault-dysfunction.xml")]
    [InlineData("fault-unavailable.xml")]
    [InlineData("fault-protocol.xml")]
    public void The_recorded_shapes_are_those_of_the_contract(string file)
    {
        Assert.Empty(Contract.Reproaches(Transcript.Read(file)));
    }
}
