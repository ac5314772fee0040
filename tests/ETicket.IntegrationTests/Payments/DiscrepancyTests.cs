using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Asking;
using ETicket.Payments.Providers;

namespace ETicket.IntegrationTests.Payments;

/// <summary>An answer that is not ours waits for a person, who says what became of it.</summary>
public sealed class DiscrepancyTests(Cluster cluster)
{
    [Fact]
    public async Task A_discrepancy_leaves_the_alarms_once_somebody_said_what_was_done_and_keeps_the_first_word()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var payment = await martin.GoesToPay(4, "CANT-B");
        town.PayFip.Answers(payment, order => RecordedPayFip.Paid(order, promised: false) with { Amount = new Money(1001) });
        await martin.Settles(payment);
        Assert.Equal("Different", await books.AskAsync<string>("select answer from payment"));
        var id = await books.AskAsync<long>("select id from discrepancy");

        Assert.Equal([payment.Id], await town.OnTheShelf(PaymentShelf.ToSettle));
        await Assert.ThrowsAsync<OutcomeMissing>(() => ResolveAsync("  "));
        Assert.Equal("P9 écart à regarder", Assert.Single(await books.AlarmsAsync()).Code);
        await ResolveAsync(" remboursé par le Trésor ");
        await ResolveAsync("autre chose");

        Assert.Empty(await books.AlarmsAsync());
        Assert.Empty(await town.OnTheShelf(PaymentShelf.ToSettle));
        Assert.Equal("remboursé par le Trésor, Dominique", await books.AskAsync<string>("select outcome || ', ' || resolved_by from discrepancy"));
        // The same answer again is the same discrepancy, and it stays dealt with.
        await martin.Settles(payment, "sweep");
        Assert.Empty(await books.AlarmsAsync());
        await books.ShouldBeHealthyAsync();

        Task ResolveAsync(string outcome) => Discrepancies.ResolveAsync(books.Database, town.Structure, payment.Id, id, outcome, "Dominique", CancellationToken.None);
    }

    [Fact]
    public async Task Nobody_resolves_the_discrepancy_of_another_commune()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var neighbour = await Town.FoundAsync(books, new TownPlan("sainte-foy-la-grande"));
        var martin = await town.OpensAFile("Martin");
        var payment = await martin.GoesToPay(4, "CANT-B");
        town.PayFip.Answers(payment, order => RecordedPayFip.Paid(order, promised: false) with { Reference = "ET000000" });
        await martin.Settles(payment);
        var id = await books.AskAsync<long>("select id from discrepancy");

        await Discrepancies.ResolveAsync(books.Database, neighbour.Structure, payment.Id, id, "rien à voir", "Camille", CancellationToken.None);

        Assert.Equal(1, await books.AskAsync<long>("select count(*) from discrepancy where resolved_at is null"));
        Assert.Empty(await neighbour.OnTheShelf(PaymentShelf.ToSettle));
    }
}
