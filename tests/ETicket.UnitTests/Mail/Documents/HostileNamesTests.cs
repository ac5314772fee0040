using ETicket.Mail.Documents.Papers;

namespace ETicket.UnitTests.Mail.Documents;

/// <summary>A name is only ever a name: printed as it was written, or as a sign that says a letter is unknown; it commands nothing and stops nothing.</summary>
public sealed class HostileNamesTests
{
    [Theory]
    [InlineData("{{ 7*7 }}", "{{ 7*7 }}")]
    [InlineData("{{number}}", "{{number}}")]
    [InlineData("<script>alert(1)</script>", "<script>alert(1)</script>")]
    [InlineData("</p></aside><h1>Faux</h1>", "</p></aside><h1>Faux</h1>")]
    [InlineData("&lt;b&gt; & &amp;", "&lt;b&gt; & &amp;")]
    [InlineData("Zoé\r\nBcc: tous@monde.example", "Zoé Bcc: tous@monde.example")]
    [InlineData("Lou 🎒😀", "Lou 🎒😀")]
    [InlineData("(Tj) ET \\) >> endobj", "(Tj) ET \\) >> endobj")]
    [InlineData("Жанна Ωmega ěščřž ﬁn", "Жанна Ωmega ěščřž ﬁn")]
    [InlineData("Zoe\u0301", "Zoé")]
    [InlineData("nul\u0000 et \u001B[31m", "nul et [31m")]
    [InlineData("moitié \uD83C", "moitié \uFFFD")]
    [InlineData("à l’envers \u202Etxet", "à l’envers txet")]
    [InlineData("<page/>", "<page/>")]
    public void A_name_is_printed_as_it_was_written(string name, string printed)
    {
        var receipt = DocumentsTests.Sample<PaymentReceipt>("payment-receipt") with { FamilyName = name, PaidBy = name };
        using var judge = new PdfJudge(DocumentsTests.Print(receipt));

        judge.ShouldBeSound();
        Assert.Contains($"Famille {printed}", judge.Text, StringComparison.Ordinal);
        Assert.Equal(DocumentsTests.Print(receipt), DocumentsTests.Print(receipt));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(200)]
    public void A_name_of_two_hundred_letters_is_printed_whole_and_pushes_nothing_off_the_page(int word)
    {
        var name = string.Join(' ', Enumerable.Repeat(new string('W', word), 200 / word));
        var sample = DocumentsTests.Sample<TicketStatement>("ticket-statement.child");
        var moves = sample.Booklets[0].Moves.Select((m, i) => i == 0 ? m with { Child = name } : m).ToList();
        var statement = sample with { FamilyName = name, ChildName = name, Booklets = [sample.Booklets[0] with { Moves = moves }] };
        using var judge = new PdfJudge(DocumentsTests.Print(statement));

        judge.ShouldBeSound();
        // Whole in the letterhead, in the head and in the table; a running head shows what it can.
        var read = string.Concat(judge.Structure.Where(c => c is 'W'));
        Assert.Equal(3 * name.Count(c => c is 'W'), read.Length);
        Assert.Contains("−2,70 €", judge.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Words_without_end_in_a_cell_run_over_pages_and_are_all_there()
    {
        var reason = string.Join(' ', Enumerable.Range(1, 3000).Select(i => $"mot{i}"));
        var sample = DocumentsTests.Sample<TicketStatement>("ticket-statement.child");
        var statement = sample with { Booklets = [sample.Booklets[0] with { Moves = [sample.Booklets[0].Moves[0] with { Reason = reason }] }] };
        using var judge = new PdfJudge(DocumentsTests.Print(statement));

        judge.ShouldBeSound();
        Assert.True(judge.Pages.Length > 2);
        Assert.Contains("mot3000", judge.Text, StringComparison.Ordinal);
    }
}
