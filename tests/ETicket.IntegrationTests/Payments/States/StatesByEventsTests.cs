using ETicket.IntegrationTests.World;
using ETicket.Payments;
using ETicket.Treasury;

namespace ETicket.IntegrationTests.Payments.States;

/// <summary>Every state met by every event, as the table of <see cref="PaymentStates"/> says, in the real books: the state, what was credited, the documents, the audit.</summary>
public sealed class StatesByEventsTests(Cluster cluster)
{
    private static readonly PaymentState[] Sold = [PaymentState.Paid, PaymentState.Promised, PaymentState.Refunded, PaymentState.ChargedBack];

    public static TheoryData<PaymentEvent> Events => [.. Enum.GetValues<PaymentEvent>().Where(what => what is not PaymentEvent.LeftOvernight)];

    [Theory]
    [MemberData(nameof(Events))]
    public async Task Every_state_becomes_what_the_table_says(PaymentEvent what)
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var life = new PaymentLife(town, await town.OpensAFile("Martin"));
        foreach (var state in Enum.GetValues<PaymentState>())
        {
            var payment = await life.BringAsync(state, what);
            // Only what was taken is won back.
            if (what is PaymentEvent.WonBack && state.IsCredited())
                await life.UndoAsync(payment, Reversals.Chargeback("contestation"), 1);
            var before = await PapersAsync(books, payment);

            var refusal = await life.HappensAsync(state, what, payment);

            var said = PaymentStates.After(state, what);
            var label = $"{state} × {what}";
            Assert.Equal((label, said ?? state), (label, await life.StateAsync(payment)));
            Assert.True(said is not null || refusal is not null, $"{label} was not refused");
            var after = await PapersAsync(books, payment);
            var sold = Sold.Contains(said ?? state) ? 1 : 0;
            Assert.Equal((label, sold, sold, sold), (label, after.Sales, after.Receipts, after.Letters));
            // What an opening says comes to a payment that became what it is meanwhile, documents included.
            if (what >= PaymentEvent.Credited)
                Assert.Equal((label, said is not null && what >= PaymentEvent.RefundedInPart), (label, after.Undone > before.Undone));
            // What the commune had paid out is owed to it once the bank has the whole.
            var gap = what is PaymentEvent.CreditOfAnother || (what is PaymentEvent.TakenByTheBank && state is PaymentState.Refunded);
            Assert.Equal((label, gap ? 1 : 0), (label, after.Discrepancies));
        }
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task What_was_never_opened_ends_with_its_day_and_nothing_else_does()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var life = new PaymentLife(town, await town.OpensAFile("Martin"));
        var payments = new Dictionary<PaymentState, Payment>();
        foreach (var state in Enum.GetValues<PaymentState>())
        {
            payments[state] = await life.BringAsync(state, PaymentEvent.LeftOvernight);
            town.PayFip.Answers(payments[state], _ => new ProviderView.Pending());
        }

        await town.SetsTheClock(books.Clock.Today.AddDays(1), "08:00");
        await town.Sweep.RunAsync(CancellationToken.None);
        // Where an opening nobody answered may be made again, the day is over too.
        town.PayFip.StartsOnce = true;
        await Assert.ThrowsAnyAsync<Kernel.Refusal>(() => town.Checkout.OpenAsync(town.Structure, payments[PaymentState.Unknown].Id, CancellationToken.None));

        foreach (var (state, payment) in payments)
            Assert.Equal((state, PaymentStates.After(state, PaymentEvent.LeftOvernight)), (state, await life.StateAsync(payment)));
        await books.ShouldBeHealthyAsync();
    }

    private static async Task<(long Sales, long Receipts, long Letters, long Undone, long Discrepancies)> PapersAsync(Books books, Payment payment)
    {
        var id = payment.Id.Value;
        return (
            await books.AskAsync<long>("select count(*) from entry where kind = 'Sale' and reference = $1::text", id),
            await books.AskAsync<long>("select count(*) from receipt where kind = 'Sale' and payment_id = $1", id),
            await books.AskAsync<long>("select count(*) from outbox_letter o join receipt r on o.reference = r.id::text where r.payment_id = $1 and r.kind = 'Sale'", id),
            await books.AskAsync<long>("select count(*) from entry where kind <> 'Sale' and (reference like $1::text || '/%' or corrects_id in (select entry_id from receipt where payment_id = $1))", id),
            await books.AskAsync<long>("select count(*) from discrepancy where payment_id = $1", id));
    }
}
