using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Mail.Documents;
using ETicket.Payments.Invoicing;
using ETicket.UnitTests.Mail.Documents;

namespace ETicket.IntegrationTests.Documents;

/// <summary>A document handed to the wrong family is an incident to declare (E23): each holds only its own family's canary, and asked for by another there is none.</summary>
public sealed class CanaryTests(Cluster cluster)
{
    private static readonly string[] Names = ["Canari-Alpha-7391", "Canari-Beta-2846", "Canari-Gamma-5510"];

    [Fact]
    public async Task E23_Each_paper_of_a_family_holds_its_own_canary_and_no_other_s()
    {
        await using var books = await Books.OpenAsync(cluster);
        var desk = new PaperDesk(await Town.FoundAsync(books));
        await desk.DeclaresCare("car");
        var families = new List<(FamilyFile File, Invoice Invoice, ReceiptId Receipt)>();
        foreach (var name in Names)
            families.Add(await LivesAsync(desk, name));
        await desk.ClosesTheDay(desk.Town.Days[2]);
        await desk.Town.SetsTheClock(new(2027, 1, 11), "09:00");

        for (var i = 0; i < Names.Length; i++)
        {
            var (file, invoice, receipt) = families[i];
            var papers = await AllAsync(desk, file, file, invoice, receipt);
            Assert.DoesNotContain(papers, paper => paper is null);
            foreach (var paper in papers)
            {
                using var judge = new PdfJudge(paper!.Content);
                var said = string.Join(' ', judge.Pages) + judge.About + paper.FileName;
                Assert.Contains(Names[i], said, StringComparison.Ordinal);
                Assert.All(Names.Where(n => n != Names[i]), other => Assert.DoesNotContain(other, said, StringComparison.Ordinal));
            }
        }
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task E23_Asked_for_by_another_family_a_paper_does_not_exist_and_leaves_no_trace()
    {
        await using var books = await Books.OpenAsync(cluster);
        var desk = new PaperDesk(await Town.FoundAsync(books));
        var (martin, invoice, receipt) = await LivesAsync(desk, "Martin");
        var stranger = await desk.Town.OpensAFile("Autre");
        var child = martin.Children[0];

        Assert.Null(await desk.ReceiptOf(stranger, receipt));
        Assert.Null(await desk.InvoiceOf(stranger, invoice));
        Assert.Null(await desk.StatementOf(stranger, desk.Town.Days[0].AddDays(-7), desk.Town.Days[0], child));
        Assert.Null(await desk.YearOf(stranger, 2026));
        Assert.Equal(0L, await books.AskAsync<long>("select count(*) from sealed_document"));
    }

    /// <summary>Buys, is billed, rides and eats two days.</summary>
    private static async Task<(FamilyFile, Invoice, ReceiptId)> LivesAsync(PaperDesk desk, string name)
    {
        var file = await desk.Town.OpensAFile(name);
        var sold = Assert.Single(await file.SellAsync([(5, "CANT-B"), (5, "BUS")]));
        await file.Ticks("cantine", desk.Town.Days[1], desk.Town.Days[2]);
        await file.Ticks("car", desk.Town.Days[1], desk.Town.Days[2]);
        await desk.Born(file.Children[0], new(2022, 5, 2));
        return (file, await file.Owes(1200, "cantine"), Assert.Single(await desk.NumbersOf(sold)));
    }

    private static async Task<IReadOnlyList<RenderedDocument?>> AllAsync(PaperDesk desk, FamilyFile reader, FamilyFile owner, Invoice invoice, ReceiptId receipt) =>
    [
        await desk.ReceiptOf(reader, receipt),
        await desk.Receipts.OfMairieAsync(desk.Town.Structure, receipt, CancellationToken.None),
        await desk.InvoiceOf(reader, invoice),
        await desk.StatementOf(reader, new(2026, 9, 1), new(2026, 12, 31)),
        await desk.StatementOf(reader, new(2026, 9, 1), new(2026, 12, 31), owner.Children[0]),
        await desk.YearOf(reader, 2026),
        await desk.CareOf(reader, 2026),
    ];
}
