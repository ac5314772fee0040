using ETicket.IntegrationTests.Mail;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Mail;
using ETicket.Mail.Letters;
using ETicket.Treasury;

namespace ETicket.IntegrationTests.Schedule;

/// <summary>The month is invoiced for everybody: once each, whatever stops it, and the post has its own pace.</summary>
public sealed class InvoiceRunTests(Cluster cluster)
{
    private const int Families = 300;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task R176_E21_A_run_stopped_half_way_goes_on_where_it_was_and_its_letters_leave_at_the_pace_of_the_server()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var month = await OctoberAsync(town, Families);
        var runs = new InvoiceRuns(books.Database, town.Invoices);
        using var stopped = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => runs.IssueAsync(town.Structure, month, new At(120, stopped.Cancel), stopped.Token));
        Assert.Equal(120, await books.AskAsync<long>("select count(*) from invoice"));
        var issued = await runs.IssueAsync(town.Structure, month, null, Stop);

        Assert.Equal(Enumerable.Range(1, Families), issued.Select(i => i.Number));
        Assert.Equal(month.Owed, issued.Select(i => (i.FamilyId, i.Amount)));
        Assert.Equal(month.Owed.Sum(o => o.Amount.Cents), await books.AskAsync<long>("select sum(amount_cents)::bigint from invoice"));
        await using var desk = await MailDesk.OpenAsync(books, settings: new Dictionary<string, string?>(StringComparer.Ordinal) { ["Mail:MostPerMinute"] = "70" });
        await books.Clock.SetAsync(books.Clock.Today.AddDays(1), "09:00");
        var forgetful = await town.OpensAFile("Petit", email: "petit@famille.example");
        await ForgetsThePasswordAsync(town, forgetful);
        var minutes = new List<int>();
        while (await books.AskAsync<long>("select count(*) from outbox_letter where state <> 'sent'") > 0)
        {
            minutes.Add((await desk.DeliversAsync()).Sent + (await desk.DeliversAsync()).Sent);
            await books.Clock.SetAsync(books.Clock.GetUtcNow() + TimeSpan.FromMinutes(1));
        }

        Assert.Equal([70, 70, 70, 70, 21], minutes);
        // Who waits in front of a page is written to before three hundred invoices.
        Assert.Equal("petit@famille.example", Assert.Single(desk.Tray.All()[^1].Recipients));
        Assert.Equal(Families + 1, desk.Tray.All().Select(l => l.MessageId).Distinct(StringComparer.Ordinal).Count());
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task E22_A_month_invoiced_twice_at_the_same_time_and_again_later_gives_the_same_numbers()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var month = await OctoberAsync(town, 20);
        var runs = new InvoiceRuns(books.Database, town.Invoices);

        var twins = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => runs.IssueAsync(town.Structure, month, null, Stop), Stop)));
        await books.Clock.SetAsync(books.Clock.Today.AddDays(8), "10:00");
        var later = await runs.IssueAsync(town.Structure, month with { Month = month.Month.AddDays(20) }, null, Stop);

        Assert.All(twins, twin => Assert.Equal(later.Select(i => i.FullNumber), twin.Select(i => i.FullNumber)));
        Assert.Equal("20 20 1 20", await books.AskAsync<string>("select count(*) || ' ' || count(distinct number) || ' ' || min(number) || ' ' || max(number) from invoice"));
        Assert.Equal(20, await books.AskAsync<long>("select count(*) from outbox_letter where name = 'InvoiceAvailable'"));
        var november = await runs.IssueAsync(town.Structure, month with { Month = month.Month.AddMonths(1), Label = "Étude, novembre" }, null, Stop);
        Assert.Equal((21, 40), (november.Min(i => i.Number), november.Max(i => i.Number)));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_month_that_cannot_be_invoiced_whole_is_not_begun()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var month = await OctoberAsync(town, 3);
        var runs = new InvoiceRuns(books.Database, town.Invoices);
        var (first, second, third) = (month.Owed[0], month.Owed[1], month.Owed[2]);
        await runs.IssueAsync(town.Structure, month with { Owed = [third] }, null, Stop);

        await Assert.ThrowsAsync<InvoiceWithoutAmount>(() => runs.IssueAsync(town.Structure, month with { Owed = [first, second with { Amount = Money.Zero }] }, null, Stop));
        await Assert.ThrowsAsync<FamilyInvoicedTwice>(() => runs.IssueAsync(town.Structure, month with { Owed = [first, second, first] }, null, Stop));
        var wrong = new Dictionary<FamilyId, IReadOnlyList<NewInvoiceLine>> { [second.Family] = [new NewInvoiceLine(null, null, "Étude", 1, second.Amount + new Money(1))] };
        await Assert.ThrowsAsync<InvoiceDoesNotAddUp>(() => runs.IssueAsync(town.Structure, month with { Owed = [first, second], Lines = wrong }, null, Stop));
        var elsewhere = new Dictionary<FamilyId, IReadOnlyList<NewInvoiceLine>> { [second.Family] = [new NewInvoiceLine(null, town.Activity("car"), "Étude", 1, second.Amount)] };
        await Assert.ThrowsAsync<InvoiceLineElsewhere>(() => runs.IssueAsync(town.Structure, month with { Owed = [first, second], Lines = elsewhere }, null, Stop));
        var refused = await Assert.ThrowsAsync<InvoiceIssued>(() => runs.IssueAsync(town.Structure, month with { Owed = [first, second, third with { Amount = third.Amount + new Money(1) }] }, null, Stop));

        Assert.Contains("F2026-000001 est déjà émise", refused.Sentence, StringComparison.Ordinal);
        Assert.Equal(1, await books.AskAsync<long>("select count(*) from invoice"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_month_asked_again_once_a_child_left_its_family_answers_what_was_issued()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var month = await OctoberAsync(town, 1);
        var owed = (martin.Id, new Money(500));
        var lines = new Dictionary<FamilyId, IReadOnlyList<NewInvoiceLine>> { [martin.Id] = [new NewInvoiceLine(martin.Children[0], null, "Étude", 2, new Money(250))] };
        month = month with { Owed = [.. month.Owed, owed], Lines = lines };
        var runs = new InvoiceRuns(books.Database, town.Invoices);
        var issued = await runs.IssueAsync(town.Structure, month, null, Stop);
        await using (var leaves = books.Owner.CreateCommand("delete from family_child where child_id = $1"))
        {
            leaves.Parameters.Add(new() { Value = martin.Children[0].Value });
            Assert.Equal(1, await leaves.ExecuteNonQueryAsync(Stop));
        }

        Assert.Equal(issued.Select(i => i.FullNumber), (await runs.IssueAsync(town.Structure, month, null, Stop)).Select(i => i.FullNumber));
        await books.ShouldBeHealthyAsync();
    }

    private static async Task<InvoiceMonth> OctoberAsync(Town town, int families)
    {
        var owed = new List<(FamilyId, Money)>();
        for (var i = 1; i <= families; i++)
            owed.Add(((await town.OpensAFile($"Famille {i}", email: $"famille{i}@famille.example")).Id, new Money(450 + (17 * i))));
        return new InvoiceMonth(town.Canteen, new DateOnly(2026, 10, 1), "Étude, octobre", town.Plan.FirstDay.AddDays(60), owed);
    }

    private static async Task ForgetsThePasswordAsync(Town town, FamilyFile family)
    {
        await using var work = await town.Books.Database.BeginAsync(town.Structure, Stop);
        var guardian = new GuardianId(await town.Books.AskAsync<Guid>("select id from guardian where family_id = $1", family.Id.Value));
        await Outbox.AddAsync(
            work.Transaction, new Addressee(town.Structure, family.Id, guardian), "oubli", new PasswordReset("Saint-Foy", "Petit", "Camille", "petit", "https://portail.example/oubli/1", town.Books.Clock.GetUtcNow().AddHours(1), "https://portail.example/"), Stop);
        await work.CommitAsync(Stop);
    }

    /// <summary>Something happens once so many stand.</summary>
    private sealed class At(int count, Action then) : IProgress<int>
    {
        public void Report(int value)
        {
            if (value == count)
                then();
        }
    }
}
