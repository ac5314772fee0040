using ETicket.IntegrationTests.World;
using ETicket.Payments;
using ETicket.Payments.Asking;

namespace ETicket.IntegrationTests.Payments.States;

/// <summary>The provider said « paid », and it is we who could not write it down: the payer waits for no rung of the schedule.</summary>
public sealed class OurFailuresTests(Cluster cluster)
{
    [Fact]
    public async Task C4_undone_twice_by_another_transaction_the_sweep_credits_all_the_same()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment) = await PaidAfterDaysAsync(books);
        await FailsAsync(books, times: 2, "40P01");

        await town.Sweep.RunAsync(CancellationToken.None);

        Assert.Equal((PaymentState.Paid, (4, 1000, 0)), (await town.StateOf(payment), await martin.Wallet("CANT-B")));
        await books.ShouldBeHealthyAsync();
    }

    [Theory]
    [InlineData(Asks.Sweep)]
    [InlineData("return")]
    public async Task C4_failed_by_ourselves_days_after_the_payer_left_it_is_credited_five_minutes_later_and_not_the_next_day(string door)
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment) = await PaidAfterDaysAsync(books);
        await FailsAsync(books, times: 1, "22012");

        if (door == Asks.Sweep)
            await town.Sweep.RunAsync(CancellationToken.None);
        else
            await Assert.ThrowsAsync<Npgsql.PostgresException>(() => martin.Settles(payment, door));
        Assert.Equal((PaymentState.Pending, (0, 0, 0)), (await town.StateOf(payment), await martin.Wallet("CANT-B")));
        await books.Clock.SetAsync(books.Clock.GetUtcNow().AddMinutes(5));
        await town.Sweep.RunAsync(CancellationToken.None);

        Assert.Equal((PaymentState.Paid, (4, 1000, 0)), (await town.StateOf(payment), await martin.Wallet("CANT-B")));
        await books.ShouldBeHealthyAsync();
    }

    /// <summary>On the third day, when it is asked about once a day.</summary>
    private static async Task<(Town Town, FamilyFile Martin, Payment Payment)> PaidAfterDaysAsync(Books books)
    {
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var payment = await martin.GoesToPay(4, "CANT-B");
        await books.Clock.SetAsync(books.Clock.GetUtcNow().AddDays(2).AddMinutes(1));
        await town.Sweep.RunAsync(CancellationToken.None);
        town.PayFip.Accepts(payment);
        await books.Clock.SetAsync(books.Clock.GetUtcNow().AddDays(1));
        return (town, martin, payment);
    }

    /// <summary>The next entries are refused by PostgreSQL, so many times.</summary>
    private static async Task FailsAsync(Books books, int times, string state)
    {
        await using var plant = books.Owner.CreateCommand(
            $"""
            create sequence failures_of_tests;
            create function fail_of_tests() returns trigger language plpgsql security definer as $$
            begin
              if nextval('failures_of_tests') <= {times} then
                raise exception 'planted' using errcode = '{state}';
              end if;
              return new;
            end $$;
            create trigger fail_of_tests before insert on entry for each row execute function fail_of_tests();
            """);
        await plant.ExecuteNonQueryAsync();
    }
}
