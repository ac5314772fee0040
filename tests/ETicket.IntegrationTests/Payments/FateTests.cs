using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments;
using Npgsql;

namespace ETicket.IntegrationTests.Payments;

/// <summary>What becomes of a payment, whatever PayFiP says and in whatever order.</summary>
public sealed class FateTests(Cluster cluster)
{
    public static TheoryData<string> Differences { get; } = ["a cent more", "a cent less", "another reference", "another client number", "test mode in production"];

    [Theory]
    [MemberData(nameof(Differences))]
    public async Task An_answer_that_is_not_ours_credits_nothing_and_goes_to_a_person(string difference)
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var payment = await martin.GoesToPay(10, "CANT-B");
        town.PayFip.Answers(payment, order => Spoil(RecordedPayFip.Paid(order, promised: false), difference));

        var states = new[] { await martin.Settles(payment), await martin.Settles(payment, "sweep") };

        Assert.All(states, s => Assert.Equal(PaymentState.Pending, s));
        Assert.Equal((0, 0, 0), await martin.Wallet("CANT-B"));
        Assert.Equal((1L, 0L, 0L), await CountAsync(books, "discrepancy", "receipt", "outbox_letter"));
        Assert.Equal("P9 écart à regarder", Assert.Single(await books.AlarmsAsync()).Code);
        await books.ShouldBeHealthyAsync();

        // Once PayFiP's answer is our own again, the money is credited: late truth wins.
        town.PayFip.Accepts(payment);
        Assert.Equal(PaymentState.Paid, await martin.Settles(payment, "sweep"));
        Assert.Equal((10, 2500, 0), await martin.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Money_is_not_credited_without_the_wallet_its_tickets_belong_in()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var payment = await martin.GoesToPay(4, "CANT-B");
        town.PayFip.Accepts(payment);
        await using var superuser = NpgsqlDataSource.Create(books.Admin);
        await using (var lost = superuser.CreateCommand("create table lost_wallet as select * from wallet; delete from wallet"))
            await lost.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => martin.Settles(payment));

        Assert.Contains("for 1000 paid", refused.MessageText, StringComparison.Ordinal);
        Assert.Equal((0L, 0L, 0L), await CountAsync(books, "entry", "receipt", "outbox_letter"));
        await using (var found = superuser.CreateCommand("insert into wallet select * from lost_wallet; drop table lost_wallet"))
            await found.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        Assert.Equal(PaymentState.Paid, await martin.Settles(payment, "sweep"));
        await books.ShouldBeHealthyAsync();
    }

    [Theory]
    [InlineData("abandoned", PaymentState.Cancelled)]
    [InlineData("expired", PaymentState.Expired)]
    [InlineData("refused", PaymentState.Refused)]
    [InlineData("silent", PaymentState.Pending)]
    public async Task Late_truth_wins_money_that_comes_after_a_no_is_credited_once(string first, PaymentState state)
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var payment = await martin.GoesToPay(4, "CANT-B");
        Say(town.PayFip, payment, first);
        Assert.Equal(state, await martin.Settles(payment));
        Assert.Equal((0, 0, 0), await martin.Wallet("CANT-B"));

        town.PayFip.Accepts(payment);
        Assert.Equal(PaymentState.Paid, await martin.Settles(payment, "sweep"));
        Assert.Equal(PaymentState.Paid, await martin.Settles(payment, "notification"));

        Assert.Equal((4, 1000, 0), await martin.Wallet("CANT-B"));
        Assert.Equal((1L, 1L), (await CountAsync(books, "receipt"), await CountAsync(books, "outbox_letter")));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_debit_order_is_credited_at_once_and_its_confirmation_credits_nothing_more()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var payment = await martin.GoesToPay(4, "CANT-B");
        town.PayFip.PromisesADebit(payment);
        Assert.Equal(PaymentState.Promised, await martin.Settles(payment));

        town.PayFip.Answers(payment, order => RecordedPayFip.Paid(order, promised: true) with { Promised = false });
        Assert.Equal(PaymentState.Paid, await martin.Settles(payment, "sweep"));

        Assert.Equal((4, 1000, 0), await martin.Wallet("CANT-B"));
        Assert.Equal(1000, await InTransitAsync(books, PaymentMeans.PayFipDebit));
        Assert.Equal(1L, await CountAsync(books, "receipt"));
        await books.ShouldBeHealthyAsync();
    }

    // E24 among others.
    [Fact]
    public async Task A_refused_payment_brings_no_ticket_no_receipt_and_no_letter()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var payment = await martin.GoesToPay(4, "CANT-B");
        town.PayFip.Refuses(payment);

        var states = new[] { await martin.Settles(payment), await martin.Settles(payment), await martin.Settles(payment, "sweep") };

        Assert.All(states, s => Assert.Equal(PaymentState.Refused, s));
        Assert.Equal((0, 0, 0), await martin.Wallet("CANT-B"));
        Assert.Equal((0L, 0L, 0L), await CountAsync(books, "receipt", "outbox_letter", "transfer"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R122_A_price_voted_between_the_basket_and_the_payment_changes_nothing_of_what_is_paid()
    {
        await using var books = await Books.OpenAsync(cluster);
        var prices = new Dictionary<string, (DateOnly, long)[]>(StringComparer.Ordinal) { ["CANT-B"] = [(new(2025, 9, 1), 250), (new(2026, 9, 8), 400)], ["BUS"] = [(new(2025, 9, 1), 150)] };
        var town = await Town.FoundAsync(books, new TownPlan { Prices = prices });
        var martin = await town.OpensAFile("Martin");
        var payment = await martin.GoesToPay(3, "CANT-B");
        town.PayFip.Accepts(payment);

        await town.SetsTheClock(town.Days[1], "09:00");
        await martin.Settles(payment, "sweep");

        Assert.Equal((3, 750, 0), await martin.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task An_id_nobody_knows_is_refused()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);

        await Assert.ThrowsAsync<UnknownPayment>(() => town.Settlements.SettleAsync(town.Structure, PaymentId.New(), "notification", CancellationToken.None));
    }

    private static ProviderView.Credited Spoil(ProviderView.Credited paid, string difference) => difference switch
    {
        "a cent more" => paid with { Amount = paid.Amount + new Money(1) },
        "a cent less" => paid with { Amount = paid.Amount - new Money(1) },
        "another reference" => paid with { Reference = "ET000000" },
        "another client number" => paid with { ClientNumber = "000001" },
        _ => paid with { Mode = 'W' },
    };

    private static void Say(RecordedPayFip payFip, Payment payment, string what)
    {
        switch (what)
        {
            case "abandoned": payFip.SaysAbandoned(payment); break;
            case "expired": payFip.SaysExpired(payment); break;
            case "refused": payFip.Refuses(payment); break;
            default: payFip.SaysNothing(payment); break;
        }
    }

    private static Task<long> CountAsync(Books books, string table) => books.AskAsync<long>($"select count(*) from {table}");

    private static async Task<(long, long, long)> CountAsync(Books books, string one, string two, string three) =>
        (await CountAsync(books, one), await CountAsync(books, two), await CountAsync(books, three));

    private static Task<long> InTransitAsync(Books books, PaymentMeans means) => books.AskAsync<long>(
        "select coalesce(sum(t.cents), 0)::bigint from transfer t join account a on a.id = t.debit_id where a.kind = 'InTransit' and a.part = $1", means.Code());
}
