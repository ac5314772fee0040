using ETicket.IntegrationTests.World;
using ETicket.Payments;
using ETicket.Payments.Asking;
using ETicket.Payments.Invoicing;

namespace ETicket.IntegrationTests.Payments.Baskets;

/// <summary>What a family that paid twice is told, by letter and on its page.</summary>
internal static class TwicePaid
{
    public static async Task<(string Cents, string WithTickets)> ToldAsync(Books books) => (
        await books.AskAsync<string>("select variables ->> 'total_cents' from outbox_letter where name = 'PaidTwice'"),
        await books.AskAsync<string>("select variables ->> 'with_tickets' from outbox_letter where name = 'PaidTwice'"));

    /// <summary>The second is flagged against the first, stands on the mairie's shelf, is told once, may be given back whole, and the books are sound.</summary>
    public static async Task FlaggedAsync(Town town, Payment second, Payment first)
    {
        Assert.Equal([$"{second.Id} {first.Reference} {second.Reference}"], await town.Books.ListAsync(
            town.Structure, "select payment_id || ' ' || expected || ' ' || found from discrepancy where field = 'paid twice'", r => r.GetString(0)));
        Assert.Equal([second.Id], await town.OnTheShelf(PaymentShelf.ToSettle));
        Assert.Equal(new Doubled(second.Amount, WithTickets: true), await ShownAsync(town, second));
        Assert.Null(await ShownAsync(town, first));
        Assert.Equal(second.Id.ToString(), await town.Books.AskAsync<string>("select reference from outbox_letter where name = 'PaidTwice'"));
        Assert.Equal("P9 écart à regarder", Assert.Single(await town.Books.AlarmsAsync()).Code);
        await town.Books.ShouldBeHealthyAsync();
    }

    public static async Task<Doubled?> ShownAsync(Town town, Payment payment)
    {
        await using var work = await town.Books.Database.BeginAsync(town.Structure, CancellationToken.None);
        return await Doubled.OfAsync(work, payment.Id, CancellationToken.None);
    }
}
