using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Mail;
using ETicket.Payments;
using ETicket.Persistence.Runs;
using ETicket.Web.Schedule;
using Microsoft.Extensions.DependencyInjection;

namespace ETicket.IntegrationTests.Mail;

/// <summary>What the night finds in the books reaches the person who keeps them running.</summary>
public sealed class OperatorPostTests(Cluster cluster)
{
    [Fact]
    public async Task A_night_that_finds_something_writes_one_letter_to_the_operator_and_a_quiet_one_none()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        await using var desk = await MailDesk.OpenAsync(books);
        var night = ActivatorUtilities.CreateInstance<AuditBooksWork>(desk.Services);

        await night.DoAsync(town.Plan.FirstDay, CancellationToken.None);
        Assert.Empty(desk.Tray.All());

        var payment = await martin.GoesToPay(4, "CANT-B");
        town.PayFip.Answers(payment, order => RecordedPayFip.Paid(order, promised: false) with { Mode = 't' });
        Assert.Equal(PaymentState.Pending, await martin.Settles(payment, "sweep"));
        await night.DoAsync(town.Plan.FirstDay, CancellationToken.None);

        var letter = Assert.Single(desk.Tray.All());
        Assert.Equal("exploitant@commune.example", Assert.Single(letter.Recipients));
        Assert.Contains("P9 écart à regarder", letter.Text!, StringComparison.Ordinal);
        Assert.Contains(payment.Id.ToString(), letter.Text!, StringComparison.Ordinal);
        Assert.DoesNotContain("Martin", letter.Text!, StringComparison.Ordinal);
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_letter_whose_template_is_broken_is_told_to_the_operator_in_the_night_with_its_line()
    {
        await using var books = await Books.OpenAsync(cluster);
        using var spoiled = new SpoiledTemplates(("mail/low-balance.txt", 3, "{{nobody}}"));
        await using var desk = await MailDesk.OpenAsync(books, settings: new Dictionary<string, string?> { ["Mail:Templates"] = spoiled.Folder });

        await ActivatorUtilities.CreateInstance<AuditBooksWork>(desk.Services).DoAsync(new DateOnly(2026, 9, 1), CancellationToken.None);

        var text = Assert.Single(desk.Tray.All()).Text!;
        Assert.All(new[] { "M5 modèle de lettre ou de document cassé", "low-balance.txt", "ligne 3", "nobody" }, word => Assert.Contains(word, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_night_whose_letter_could_not_be_handed_over_has_failed_and_is_done_again_under_the_same_Message_ID()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        // The server is away, then says « come back later », then takes it and its answer is lost.
        var answers = new Queue<(string Step, string Answer)>([("RCPT", "451 4.7.1 Greylisted"), (".", "")]);
        await using var desk = await MailDesk.OpenAsync(
            books, line => answers.TryPeek(out var next) && line.StartsWith(next.Step, StringComparison.Ordinal) ? answers.Dequeue().Answer : null, answers: false);
        var runs = new JobRuns(books.Database, books.Clock);
        var audit = (Timetable.Duties.Single(d => d.Duty.Name == Timetable.AuditBooks).Duty, ActivatorUtilities.CreateInstance<AuditBooksWork>(desk.Services));
        await town.SetsTheClock(town.Plan.FirstDay, "23:50");
        Assert.Equal(0, await RingAsync(runs, audit));
        var payment = await (await town.OpensAFile("Martin")).GoesToPay(4, "CANT-B");
        town.PayFip.Answers(payment, order => RecordedPayFip.Paid(order, promised: false) with { Amount = new Money(1) });
        await town.Settlements.SettleAsync(town.Structure, payment.Id, "sweep", CancellationToken.None);

        await town.SetsTheClock(town.Plan.FirstDay.AddDays(1), "04:10");
        await Assert.ThrowsAsync<PostUnreachable>(() => RingAsync(runs, audit));
        await desk.ComesBackAsync();
        Assert.Equal(0, await RingAsync(runs, audit));
        await town.SetsTheClock(town.Plan.FirstDay.AddDays(1), "04:26");
        await Assert.ThrowsAsync<LetterRefused>(() => RingAsync(runs, audit));
        await town.SetsTheClock(town.Plan.FirstDay.AddDays(1), "04:42");
        await Assert.ThrowsAsync<LetterLost>(() => RingAsync(runs, audit));
        await town.SetsTheClock(town.Plan.FirstDay.AddDays(1), "04:58");
        Assert.Equal(1, await RingAsync(runs, audit));
        Assert.Equal(0, await RingAsync(runs, audit));

        Assert.Equal(2, desk.Tray.All().Count);
        Assert.Single(desk.Tray.All().Select(letter => letter.MessageId).Distinct(StringComparer.Ordinal));
        Assert.Equal("Done 4", await books.AskAsync<string>("select outcome || ' ' || attempt from job_run where name = 'audit-books' order by due_on desc limit 1"));
    }

    private static Task<int> RingAsync(JobRuns runs, (Duty Duty, AuditBooksWork Work) audit) => runs.KeepAsync(audit.Duty, "A", audit.Work.DoAsync, TestContext.Current.CancellationToken);
}
