using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments.Providers;
using ETicket.Treasury.Undo;

namespace ETicket.IntegrationTests.Treasury.Unanswered;

/// <summary>A refund that never arrived, of a payment the bank then takes whole: nothing of it is to be given back any more, and the family that was told so is told again.</summary>
public sealed class FailedThenTakenTests(Cluster cluster)
{
    [Fact]
    public async Task C28_C29_what_was_still_due_is_due_no_more_and_won_back_it_is_due_again()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment) = await RegieDesk.SellsMealsAndJourneysAsync(books);
        var desk = town.Desk();
        var refund = await desk.Does(payment, UndoAct.CommuneRefund, await martin.Takes(payment, "CANT-B", 3), "trois repas en trop");
        await desk.NotPaidAsync(town.Structure, refund, "mandat rejeté", Guid.NewGuid(), CancellationToken.None);

        foreach (var times in new[] { 1L, 2L })
        {
            var taken = await desk.Does(payment, UndoAct.Chargeback, (await martin.Sold(payment)).ToDictionary(l => l.TransferId, l => l.StillSold), "contesté");

            Assert.Empty(await town.OpenGaps());
            Assert.Empty(await books.AlarmsAsync());
            Assert.Equal(times, await books.AskAsync<long>("select count(*) from discrepancy where outcome like '%rien n’en est plus à rendre%'"));
            Assert.Equal("750 ", await books.AskAsync<string>(
                "select concat(variables ->> 'no_longer_due_cents', ' ', variables ->> 'owed_to_commune_cents') from outbox_letter where name = 'TicketsTakenBack' and reference = $1", taken.Id.ToString()));

            await desk.WinBackAsync(town.Structure, taken, "contestation perdue", CancellationToken.None);

            Assert.Equal(["refund failed"], await town.OpenGaps());
            Assert.Equal("750", await books.AskAsync<string>("select variables ->> 'due_again_cents' from outbox_letter where name = 'TicketsGivenBack' and reference = $1", taken.Id.ToString()));
            Assert.StartsWith("750 (", await books.AskAsync<string>("select found from discrepancy where resolved_at is null"), StringComparison.Ordinal);
        }
        await desk.Does(payment, UndoAct.CommuneRefund, await martin.Takes(payment, "CANT-B", 3), "second mandat");
        Assert.Empty(await town.OpenGaps());
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C28_where_the_bank_takes_a_part_the_rest_still_waits()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment) = await RegieDesk.SellsMealsAndJourneysAsync(books);
        var desk = town.Desk();
        var refund = await desk.Does(payment, UndoAct.CommuneRefund, await martin.Takes(payment, "CANT-B", 3), "trois repas en trop");
        await desk.NotPaidAsync(town.Structure, refund, "mandat rejeté", Guid.NewGuid(), CancellationToken.None);

        await town.Tells(payment, new TakenBack("dp_1", new Money(750), ByTheBank: true, WonBack: false));

        Assert.Contains("refund failed", await town.OpenGaps());
        await books.ShouldBeHealthyAsync();
    }
}
