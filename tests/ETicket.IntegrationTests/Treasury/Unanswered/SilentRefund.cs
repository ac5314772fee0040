using ETicket.IntegrationTests.World;
using ETicket.Payments;
using ETicket.Treasury;
using ETicket.Treasury.Undo;

namespace ETicket.IntegrationTests.Treasury.Unanswered;

/// <summary>Five meals at 2,50 € and five journeys at 1,50 €; a refund of some meals was asked for, and its provider never answered.</summary>
internal static class SilentRefund
{
    public static async Task<(Town Town, FamilyFile Family, Payment Payment, LosesItsAnswer Provider, Guid Request)> SilentAsync(Books books)
    {
        var (town, martin, payment, provider) = await AsksAsync(books, 3);
        return (town, martin, payment, provider, Assert.Single((await town.Desk(provider).Opens(payment)).MayHaveLeft).Key);
    }

    /// <summary>So many meals; nobody answered.</summary>
    public static async Task<(Town Town, FamilyFile Family, Payment Payment, LosesItsAnswer Provider)> AsksAsync(Books books, int meals)
    {
        var (town, martin, payment) = await RegieDesk.SellsMealsAndJourneysAsync(books);
        var provider = new LosesItsAnswer();
        await Assert.ThrowsAsync<RefundSilent>(async () => await town.Desk(provider).Does(payment, UndoAct.ProviderRefund, await martin.Takes(payment, "CANT-B", meals), "trois repas en trop"));
        return (town, martin, payment, provider);
    }
}
