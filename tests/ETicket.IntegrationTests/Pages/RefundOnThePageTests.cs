using System.Net;
using ETicket.Access;
using ETicket.IntegrationTests.Payments.AtTheDoor;
using ETicket.IntegrationTests.Payments.ByStripe;
using ETicket.IntegrationTests.World;
using ETicket.Payments.Providers.PayFip;
using ETicket.Payments.Providers.Stripe;
using ETicket.Treasury;

namespace ETicket.IntegrationTests.Pages;

/// <summary>What the régisseur reads after a refund that did not go the usual way: never « nothing changed » over money that left, or may have.</summary>
public sealed class RefundOnThePageTests(Cluster cluster)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Money_given_back_whose_tickets_had_left_meanwhile_is_said_on_the_payment(bool ticketsLeft)
    {
        await using var counter = await StripeCounter.OpenAsync(await Books.OpenAsync(cluster));
        await counter.ActAllowsRefundsAsync();
        await using var doors = await Doors.OpenAsync(counter.Town.Books, services => services.AddStripe(counter.Settle).AddPayFip(_ => { }), address: "http://tickets.commune.example");
        var payment = await counter.PaysAsync();
        var line = Assert.Single(await counter.Family.Sold(payment));
        var login = new PortalLogin("regisseur.martin", "regie-de-recettes");
        await doors.Get<Logins>().CreateAsync(login.UserName, null, login.Password, [(counter.Town.Structure, Role.Regisseur, null)], Stop);
        using var staff = await ParentSession.EnterAsync(doors.Address, login);
        var address = $"/mairie/reglements/{payment.Id}";

        counter.Stripe.Plays("refund-silent");
        using var silent = await AskAsync(staff, address, line.TransferId);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, silent.StatusCode);
        Assert.Equal("À redemander", (await ParentSession.ReadAsync(silent)).QuerySelector(".errors h2")!.TextContent.Trim());
        // Those tickets leave another way before the answer is known.
        await counter.Town.Reversals.UndoAsync(counter.Town.Structure, Reversals.Chargeback("contestation"), [(line, ticketsLeft ? 9 : 10)], Stop);
        counter.Stripe.Plays("refund-made");
        using var made = await AskAsync(staff, address, line.TransferId);

        Assert.Equal((HttpStatusCode.SeeOther, $"{address}?rendu=oui"), (made.StatusCode, made.Headers.Location?.ToString()));
        var page = await staff.PageAsync($"{address}?rendu=oui");
        Assert.Contains("Le prestataire a rendu 5,00\u00A0€", page.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Rien n’a changé", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Null((await staff.PageAsync(address)).QuerySelector("[role=status]"));
        await counter.Town.Books.ShouldBeHealthyAsync();
    }

    /// <summary>Two tickets.</summary>
    private static Task<HttpResponseMessage> AskAsync(ParentSession staff, string address, long line) => staff.PostAsync(
        $"{address}/reprise?handler=Valider", ("acte", "ProviderRefund"), (FormattableString.Invariant($"q{line}"), "2"), ("raison", "deux repas en trop"), ("cle", Guid.NewGuid().ToString()));
}
