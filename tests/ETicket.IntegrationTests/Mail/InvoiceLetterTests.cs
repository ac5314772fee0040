using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Mail.Letters;
using ETicket.Treasury;

namespace ETicket.IntegrationTests.Mail;

/// <summary>An invoice is told by the act that issues it.</summary>
public sealed class InvoiceLetterTests(Cluster cluster)
{
    [Fact]
    public async Task An_invoice_is_told_once_to_each_guardian_of_its_family_with_the_way_to_pay_it()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var (mother, _) = await town.TwoHomes();
        await mother.JoinedBy("Alix", "alix@famille.example");
        var asked = new NewInvoice(InvoiceId.New(), mother.Id, town.Canteen, "Garderie, septembre", new Money(1860), new DateOnly(2026, 10, 15));

        var invoice = await town.Invoices.IssueAsync(town.Structure, asked, CancellationToken.None);
        await town.Invoices.IssueAsync(town.Structure, asked, CancellationToken.None);

        var letters = await MailDesk.ReadAsync<InvoiceAvailable>(books);
        Assert.Equal(["alix@famille.example", "mere@famille.example"], letters.Select(l => l.To));
        Assert.All(letters, l =>
        {
            Assert.Equal($"Facture {invoice.FullNumber} : 18,60 € à payer au plus tard le jeudi 15 octobre", l.Subject);
            Assert.Contains("Garderie, septembre : 18,60 €, à payer au plus tard le jeudi 15 octobre 2026.", l.Text, StringComparison.Ordinal);
            Assert.Contains($"http://localhost:5000/famille/tickets?facture={invoice.Id}", l.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("Petit", l.Text, StringComparison.Ordinal);
        });
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task An_invoice_refused_is_told_to_nobody()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var id = InvoiceId.New();
        await town.Invoices.IssueAsync(town.Structure, new(id, martin.Id, town.Canteen, "Garderie", new Money(1000), town.Days[5]), CancellationToken.None);

        await Assert.ThrowsAsync<InvoiceIssued>(() => town.Invoices.IssueAsync(town.Structure, new(id, martin.Id, town.Canteen, "Garderie", new Money(2000), town.Days[5]), CancellationToken.None));

        Assert.Equal("10,00 €", Assert.Single(await MailDesk.ReadAsync<InvoiceAvailable>(books)).Subject.Split(" : ")[1].Split(" à ")[0]);
    }
}
