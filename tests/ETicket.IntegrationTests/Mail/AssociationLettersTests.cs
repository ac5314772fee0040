using ETicket.IntegrationTests.Documents;
using ETicket.IntegrationTests.Treasury;
using ETicket.IntegrationTests.World;
using ETicket.Structures;
using ETicket.Treasury.Undo;
using ETicket.UnitTests.Mail.Documents;

namespace ETicket.IntegrationTests.Mail;

/// <summary>A family buys of an association, and its cheque bounces then is paid: what it receives is in the association's own name, where a commune's cites its act.</summary>
public sealed class AssociationLettersTests(Cluster cluster)
{
    private const string OfARegie = @"(?i)\b(?:actes?|régies?|régisseurs?)\b";
    private const string Act = "Acte constitutif n° 2019-14 du lundi 3 juin 2019";

    [Theory]
    [InlineData(RegieKind.Regie)]
    [InlineData(RegieKind.Association)]
    public async Task The_letters_of_a_sale_undone_and_won_back_cite_the_act_of_a_regie_and_none_for_an_association(RegieKind kind)
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        await IsAsync(town, kind);
        var martin = await town.OpensAFile("Martin");
        var payment = await martin.Buys(5, "CANT-B");
        var document = await town.Desk().Does(payment, UndoAct.UnpaidCheque, await martin.Takes(payment, "CANT-B", 5), "sans provision");
        await town.Desk().WinBackAsync(town.Structure, document, "payé à la seconde présentation", "Dominique", CancellationToken.None);
        using var paper = new PdfJudge((await new PaperDesk(town).ReceiptOf(martin, document.Id))!.Content);

        await using var desk = await MailDesk.OpenAsync(books);
        await town.SetsTheClock(books.Clock.Today.AddDays(1), "09:00");
        await desk.DeliversAsync();
        var letters = desk.Tray.All().Select(letter => $"{letter.Subject}\n{letter.Text}".Replace('\u00A0', ' ')).ToList();

        Assert.Equal(3, letters.Count);
        Assert.All(letters, letter =>
        {
            if (kind is RegieKind.Regie)
                Assert.Contains(Act, letter, StringComparison.Ordinal);
            else
                Assert.DoesNotMatch(OfARegie, letter);
            Assert.Contains("Restauration", letter, StringComparison.Ordinal);
        });
        Assert.Equal(kind is RegieKind.Regie, paper.Text.Contains("Acte constitutif", StringComparison.Ordinal));
        Assert.Contains("TVA non applicable", Assert.Single(letters, letter => letter.Contains("Votre quittance", StringComparison.Ordinal)), StringComparison.Ordinal);
        await books.ShouldBeHealthyAsync();
    }

    private static async Task IsAsync(Town town, RegieKind kind)
    {
        await using var command = town.Books.Owner.CreateCommand("update regie set kind = $1 where id = $2");
        command.Parameters.Add(new() { Value = kind.ToString() });
        command.Parameters.Add(new() { Value = town.Regie.Value });
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }
}
