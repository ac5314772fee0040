using ETicket.IntegrationTests.World;
using ETicket.Payments;
using ETicket.Payments.Invoicing;

namespace ETicket.IntegrationTests.Payments.Baskets;

/// <summary>What a family that paid twice is told, by letter and on its page.</summary>
internal static class TwicePaid
{
    public static async Task<(string Cents, string WithTickets)> ToldAsync(Books books) => (
        await books.AskAsync<string>("select variables ->> 'total_cents' from outbox_letter where name = 'PaidTwice'"),
        await books.AskAsync<string>("select variables ->> 'with_tickets' from outbox_letter where name = 'PaidTwice'"));

    public static async Task<Doubled?> ShownAsync(Town town, Payment payment)
    {
        await using var work = await town.Books.Database.BeginAsync(town.Structure, CancellationToken.None);
        return await Doubled.OfAsync(work, payment.Id, CancellationToken.None);
    }
}
