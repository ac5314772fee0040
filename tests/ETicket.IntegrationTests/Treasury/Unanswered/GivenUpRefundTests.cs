using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Providers;
using ETicket.Treasury;
using ETicket.Treasury.Undo;
using ETicket.Wallets;

namespace ETicket.IntegrationTests.Treasury.Unanswered;

/// <summary>
/// The provider will not answer any more, its account is closed: a person says so of the refund that waits, and goes on. Three meals, 7,50 €, of five meals at 2,50 € and five
/// journeys at 1,50 €.
/// </summary>
public sealed class GivenUpRefundTests(Cluster cluster)
{
    private const string Why = "compte fermé, rien sur le relevé";
    private static readonly TakenBack Made = new("re_1", new Money(750), ByTheBank: false, WonBack: false);

    [Fact]
    public async Task C28_marked_as_dealt_with_it_is_over_the_commune_refunds_and_who_when_and_why_stay()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment, provider, key) = await SilentAsync(books);
        var (desk, meals) = (town.Desk(provider), await martin.Takes(payment, "CANT-B", 3));
        await Assert.ThrowsAsync<RefundUnfinished>(() => desk.Does(payment, UndoAct.CommuneRefund, meals, "trois repas en trop"));

        await town.Resolves(payment, "refund unanswered", Why);
        var acts = (await desk.Opens(payment)).Acts;
        var document = await desk.Does(payment, UndoAct.CommuneRefund, meals, "trois repas en trop");

        Assert.Equal((true, true), (acts.Contains(UndoAct.CommuneRefund), acts.Contains(UndoAct.ProviderRefund)));
        Assert.Equal("B2026-000001", document.FullNumber);
        foreach (var kept in new[] { "select ended_by || ', ' || outcome from refund_request where ended_at = eticket_now()", "select resolved_by || ', ' || outcome from discrepancy where resolved_at = eticket_now()" })
            Assert.Equal($"Dominique, {Why}", await books.AskAsync<string>(kept));
        // The page that would ask for it again was opened before.
        var stale = await Assert.ThrowsAsync<RefundGivenUp>(() => desk.Does(payment, UndoAct.ProviderRefund, meals, "trois repas en trop", key));
        Assert.Contains("Dominique", stale.Sentence);
        await books.Clock.SetAsync(books.Clock.GetUtcNow().AddHours(1));
        await town.Sweep.RunAsync(CancellationToken.None);
        Assert.Equal((1, 0), (provider.Asked, (await town.OpenGaps()).Count));
        Assert.Equal((2, 500, 0), await martin.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task C28_told_after_all_it_is_mirrored_once_with_its_own_tickets_and_a_person_hears_of_it(bool underOurKey)
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment, _, key) = await SilentAsync(books);
        var told = Made with { Asked = underOurKey ? key.ToString() : null };
        await town.Resolves(payment, "refund unanswered", Why);

        foreach (var _ in new[] { "a notice", "a look-up" })
            await town.Tells(payment, told);

        Assert.Equal(["R2026-000001 trois repas en trop (re_1)"], await DocumentsAsync(town));
        Assert.Equal(((2, 500, 0), (5, 750, 0)), (await martin.Wallet("CANT-B"), await martin.Wallet("BUS")));
        Assert.Equal(["refund made after all"], await town.OpenGaps());
        Assert.Equal("750 (re_1)", await books.AskAsync<string>("select found from discrepancy where resolved_at is null"));
        await town.Resolves(payment, "refund made after all", "versement de la commune arrêté");
        await town.Tells(payment, told);
        // Another of the same sum is not that one.
        await town.Tells(payment, told, Made with { Key = "re_2" });

        Assert.Equal(["refund"], await town.OpenGaps());
        Assert.Single(await DocumentsAsync(town));
        Assert.Equal($"Dominique, {Why}, re_1", await books.AskAsync<string>("select ended_by || ', ' || outcome || ', ' || made_as from refund_request"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C28_told_after_the_commune_gave_the_same_tickets_back_a_person_says_what_it_was_and_every_euro_is_in_the_books()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment, provider, _) = await SilentAsync(books);
        var desk = town.Desk(provider);
        await town.Resolves(payment, "refund unanswered", Why);
        await desk.Does(payment, UndoAct.CommuneRefund, await martin.Takes(payment, "CANT-B", 3), "trois repas en trop");

        await town.Tells(payment, Made);
        Assert.Equal(["refund made after all", "refund"], await town.OpenGaps());
        await desk.Does(payment, UndoAct.Told, await martin.Takes(payment, "BUS", 5), "vu avec la famille", number: "re_1");
        await town.Tells(payment, Made);

        Assert.Equal(["B2026-000001 trois repas en trop", "R2026-000001 vu avec la famille (re_1)"], await DocumentsAsync(town));
        Assert.Equal(((2, 500, 0), (0, 0, 0)), (await martin.Wallet("CANT-B"), await martin.Wallet("BUS")));
        Assert.Equal(["refund made after all"], await town.OpenGaps());
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C28_asked_again_of_an_account_that_is_back_the_same_tickets_keep_their_key_and_others_have_their_own()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment, provider, key) = await SilentAsync(books);
        var (desk, meals) = (town.Desk(provider), await martin.Takes(payment, "CANT-B", 3));
        await town.Resolves(payment, "refund unanswered", Why);
        await Assert.ThrowsAsync<RefundSilent>(() => desk.Does(payment, UndoAct.ProviderRefund, meals, "trois repas en trop"));
        Assert.Equal(["refund unanswered"], await town.OpenGaps());
        await town.Resolves(payment, "refund unanswered", "toujours rien");

        provider.Answers = true;
        var made = await desk.Does(payment, UndoAct.ProviderRefund, meals, "trois repas en trop");
        await town.Tells(payment, Made with { Asked = key.ToString() });
        Assert.Equal((1, "R2026-000001", 0), (provider.Refunds, made.FullNumber, (await town.OpenGaps()).Count));
        var other = await desk.Does(payment, UndoAct.ProviderRefund, await martin.Takes(payment, "CANT-B", 1), "un repas");

        Assert.Equal((2, "un repas (re_2)"), (provider.Refunds, other.Reason));
        Assert.Equal((1, 250, 0), await martin.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C28_given_up_while_its_answer_was_on_its_way_it_is_posted_and_contradicted_aloud()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment, provider, _) = await SilentAsync(books);
        (provider.Answers, provider.Meanwhile) = (true, () => town.Resolves(payment, "refund unanswered", Why));

        var document = await town.Desk(provider).Does(payment, UndoAct.ProviderRefund, await martin.Takes(payment, "CANT-B", 3), "trois repas en trop");

        Assert.Equal(("R2026-000001", (2, 500, 0)), (document.FullNumber, await martin.Wallet("CANT-B")));
        Assert.Equal(["refund made after all"], await town.OpenGaps());
        Assert.Equal($"Dominique, {Why}, re_1", await books.AskAsync<string>("select ended_by || ', ' || outcome || ', ' || made_as from refund_request"));
        await books.ShouldBeHealthyAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task C28_a_look_up_that_tells_it_under_its_key_is_the_answer_and_asking_again_makes_no_other(bool failed)
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment, provider, key) = await SilentAsync(books);

        await town.Tells(payment, Made with { Asked = key.ToString(), WonBack = failed });
        Assert.Empty(await town.OpenGaps());
        Assert.Null((await town.Desk(provider).Opens(payment)).Unfinished);
        // The page that asks for it again was opened before.
        if (!failed)
            Assert.Equal("R2026-000001", (await town.Desk(provider).Does(payment, UndoAct.ProviderRefund, await martin.Takes(payment, "CANT-B", 3), "trois repas en trop", key)).FullNumber);

        Assert.Equal((1, failed ? 0 : 1), (provider.Refunds, (await DocumentsAsync(town)).Count));
        Assert.Equal(failed ? (5, 1250, 0) : (2, 500, 0), await martin.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C28_asked_again_and_given_up_at_the_same_moment_by_several_people_it_ends_once()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment, provider, _) = await SilentAsync(books);
        var (meals, waiting) = (await martin.Takes(payment, "CANT-B", 3), await books.AskAsync<long>("select id from discrepancy"));
        provider.Answers = true;

        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(async () =>
        {
            if (i % 2 == 1)
                await Discrepancies.ResolveAsync(books.Database, town.Structure, payment.Id, waiting, Why, $"Dominique {i}", CancellationToken.None);
            // Whoever comes after the others ended it asks for three more, and two are left.
            else if (await Record.ExceptionAsync(() => town.Desk(provider).Does(payment, UndoAct.ProviderRefund, meals, "trois repas en trop")) is { } no)
                Assert.IsType<MoreThanSold>(no);
        })));

        Assert.Equal((1, 1), (provider.Refunds, (await DocumentsAsync(town)).Count));
        Assert.Equal((2, 500, 0), await martin.Wallet("CANT-B"));
        Assert.Equal(0L, await books.AskAsync<long>("select count(*) from refund_request where ended_at is null"));
        Assert.DoesNotContain("refund unanswered", await town.OpenGaps());
        await books.ShouldBeHealthyAsync();
    }

    /// <summary>Asked under this key; nobody answered.</summary>
    private static async Task<(Town Town, FamilyFile Family, Payment Payment, LosesItsAnswer Provider, Guid Key)> SilentAsync(Books books)
    {
        var (town, martin, payment) = await RegieDesk.SellsMealsAndJourneysAsync(books);
        var (provider, key) = (new LosesItsAnswer(), Guid.NewGuid());
        await Assert.ThrowsAsync<RefundSilent>(async () => await town.Desk(provider).Does(payment, UndoAct.ProviderRefund, await martin.Takes(payment, "CANT-B", 3), "trois repas en trop", key));
        return (town, martin, payment, provider, key);
    }

    private static Task<IReadOnlyList<string>> DocumentsAsync(Town town) => town.Books.ListAsync(
        town.Structure, "select series || year || '-' || lpad(number::text, 6, '0') || ' ' || reason from receipt where kind <> 'Sale' order by issued_at, series", r => r.GetString(0));
}
