using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments.Providers;
using ETicket.Treasury;
using ETicket.Treasury.Undo;
using static ETicket.IntegrationTests.Treasury.Unanswered.SilentRefund;

namespace ETicket.IntegrationTests.Treasury.Unanswered;

/// <summary>
/// A person wrote the number of a refund the provider never answered; the provider then tells of it, under that number or another.
/// </summary>
public sealed class LeftAndToldTests(Cluster cluster)
{
    private static readonly TakenBack Made = new("re_1", new Money(750), ByTheBank: false, WonBack: false);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task C28_told_later_under_the_same_number_it_is_not_mirrored_twice_and_another_number_is_then_another_refund(bool underOurKey)
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment, provider, request) = await SilentAsync(books);
        await town.Desk(provider).Leaves(payment, request, "re_1");

        foreach (var _ in new[] { "a notice", "a look-up" })
            await town.Tells(payment, Made with { Asked = underOurKey ? request.ToString() : null });

        Assert.Empty(await town.OpenGaps());
        Assert.True(await books.AskAsync<bool>("select confirmed_at is not null from refund_request"));
        Assert.Equal(((2, 500, 0), 1L), (await martin.Wallet("CANT-B"), await books.AskAsync<long>("select count(*) from receipt where kind <> 'Sale'")));
        // A whole one can be nothing but what is left.
        await town.Tells(payment, new TakenBack("re_2", new Money(1250), ByTheBank: false, WonBack: false));
        Assert.Equal(((0, 0, 0), (0, 0, 0)), (await martin.Wallet("CANT-B"), await martin.Wallet("BUS")));
        Assert.Empty(await town.OpenGaps());
        await books.ShouldBeHealthyAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task C28_told_under_another_number_nothing_more_leaves_and_a_person_says_which_it_is(bool underOurKey)
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment, provider, request) = await SilentAsync(books);
        var desk = town.Desk(provider);
        await desk.Leaves(payment, request, "re_7");
        var told = Made with { Asked = underOurKey ? request.ToString() : null };

        foreach (var _ in new[] { "a notice", "a look-up" })
            await town.Tells(payment, told);

        Assert.Equal(["refund under another number"], await town.OpenGaps());
        Assert.Equal("750 (re_7) / 750 (re_1)", await books.AskAsync<string>("select expected || ' / ' || found from discrepancy where resolved_at is null"));
        Assert.Equal(((2, 500, 0), (5, 750, 0)), (await martin.Wallet("CANT-B"), await martin.Wallet("BUS")));
        await Assert.ThrowsAsync<MoneyNotPlaced>(async () => await desk.Does(payment, UndoAct.CommuneRefund, await martin.Takes(payment, "BUS", 1), "départ"));
        if (underOurKey)
        {
            await town.Resolves(payment, "refund under another number", "numéro mal lu");
            await town.Tells(payment, told);
            Assert.Equal(((2, 500, 0), (5, 750, 0)), (await martin.Wallet("CANT-B"), await martin.Wallet("BUS")));
        }
        else
        {
            var second = await desk.Does(payment, UndoAct.Told, await martin.Takes(payment, "BUS", 5), "rendu deux fois", number: "re_1");
            Assert.Equal(("R2026-000002", "rendu deux fois (re_1)"), (second.FullNumber, second.Reason));
            await town.Tells(payment, told);
            Assert.Equal((0, 0, 0), await martin.Wallet("BUS"));
        }
        Assert.Empty(await town.OpenGaps());
        Assert.Equal("re_7", await books.AskAsync<string>("select made_as from refund_request"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C28_failed_under_our_key_the_tickets_come_back_whatever_number_was_read()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment, provider, request) = await SilentAsync(books);
        await town.Desk(provider).Leaves(payment, request, "re_7");

        foreach (var _ in new[] { "a notice", "a look-up" })
            await town.Tells(payment, Made with { Asked = request.ToString(), WonBack = true });

        Assert.Equal((5, 1250, 0), await martin.Wallet("CANT-B"));
        Assert.Equal(["refund failed"], await town.OpenGaps());
        await books.ShouldBeHealthyAsync();
    }

    [Theory]
    [InlineData("re_1")]
    [InlineData("re_9")]
    public async Task C28_said_while_the_answer_was_on_its_way_it_is_one_document(string read)
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment, provider, request) = await SilentAsync(books);
        var desk = town.Desk(provider);
        (provider.Answers, provider.Meanwhile) = (true, () => desk.Leaves(payment, request, read));

        var answer = await Record.ExceptionAsync(async () => await desk.Does(payment, UndoAct.ProviderRefund, await martin.Takes(payment, "CANT-B", 3), "trois repas en trop"));

        Assert.Equal(read == "re_1" ? null : typeof(RefundWithoutTickets), answer?.GetType());
        Assert.Equal(read == "re_1" ? [] : ["refund under another number"], await town.OpenGaps());
        Assert.Equal(((2, 500, 0), (5, 750, 0)), (await martin.Wallet("CANT-B"), await martin.Wallet("BUS")));
        Assert.Equal((1L, read), (await books.AskAsync<long>("select count(*) from receipt where kind <> 'Sale'"), await books.AskAsync<string>("select made_as from refund_request")));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C28_several_people_and_a_notice_at_the_same_moment_make_one_document()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment, provider, request) = await SilentAsync(books);

        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(async () =>
        {
            if (i == 3)
                await town.Tells(payment, Made with { Asked = request.ToString() });
            else
                Assert.Equal("R2026-000001", (await town.Desk(provider).Leaves(payment, request, "re_1")).FullNumber);
        })));

        Assert.Equal(((2, 500, 0), 1L), (await martin.Wallet("CANT-B"), await books.AskAsync<long>("select count(*) from receipt where kind <> 'Sale'")));
        Assert.Empty(await town.OpenGaps());
        await books.ShouldBeHealthyAsync();
    }
}
