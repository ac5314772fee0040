using System.Text.Json.Nodes;
using ETicket.IntegrationTests.Replay;
using ETicket.Kernel;
using ETicket.UnitTests.Mail.Documents;

namespace ETicket.IntegrationTests.Documents.States;

/// <summary>The worked month as its accountant receives it: the journal and the statement say, to the cent, the figures computed apart from the product.</summary>
[Collection(nameof(NovemberBooks))]
public sealed class NovemberHandedOverTests(NovemberReplayed replayed)
{
    private static readonly string[] Means = ["CARTE_STRIPE", "CHEQUE", "ESPECES", "PAYFIP_CB", "PAYFIP_SEPA", "PAYPAL"];

    [Fact]
    public async Task November_is_handed_over_to_the_cent()
    {
        var expected = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(MonthFolder.November, "expected.json")))!;
        var november = await replayed.MonthAsync();
        await using var database = november.Database.Reopened();
        var (structure, regie) = (new StructureId(await OneAsync(november, "structure")), new RegieId(await OneAsync(november, "regie")));

        using var journal = new PdfJudge((await PaperDesk.JournalOf(database, structure, regie, new(2025, 11, 1), new(2025, 11, 30)))!.Content);
        using var statement = new PdfJudge((await PaperDesk.RemittanceOf(database, structure, regie, 2025, 11))!.Content);

        journal.ShouldBeSound();
        statement.ShouldBeSound();
        foreach (var means in Means)
        {
            var figures = expected["by_means"]![means]!;
            journal.ShouldSay(
                $"{MeansCodes.InWords(means)} {figures["n"]} {Euros(figures["gross"])} {Euros(figures["cancel"])} {Euros(figures["reversed"])} {Euros(figures["net"])}");
            statement.ShouldSay(MeansCodes.InWords(means), Euros(figures["net"]));
        }
        var (canteen, bus, net) = (expected["receipts_by_service"]!["CANTINE"]!, expected["receipts_by_service"]!["TRANSPORT"]!, expected["receipts_net"]!);
        journal.ShouldSay($"Total du journal {Euros(net)}", "Q2025-002841 Q2025-002841 Q2025-003065 225 aucun", "R2025-000012 R2025-000012 R2025-000013 2 aucun");
        Assert.All(Enumerable.Range(2841, 225), number => Assert.Contains($"Q2025-{number:D6}", journal.Text, StringComparison.Ordinal));
        Assert.DoesNotContain("B2025-000003", journal.Text, StringComparison.Ordinal);
        statement.ShouldSay(
            $"Total du mois 224 {Euros(canteen)} {Euros(bus)} {Euros(net)}", "Première pièce n° Q2025-002841, dernière pièce n° Q2025-003065.",
            "Report antérieur, pas encore versé 0,00 €", "Déjà versé, à déduire 0,00 €", $"À verser {Euros(net)}");
    }

    private static string Euros(JsonNode? cents) => French.Euros(new Money(cents!.GetValue<long>()));

    private static async Task<Guid> OneAsync(Replayed month, string table) => Guid.Parse(Assert.Single(await month.Database.AuditAsync($"select id::text from {table}")));
}
