using System.Text.Json.Nodes;
using ETicket.IntegrationTests.Replay;
using ETicket.Kernel;
using ETicket.Treasury.Papers.States;
using ETicket.UnitTests.Mail.Documents;

namespace ETicket.IntegrationTests.Documents.States;

/// <summary>The states of the worked month, printed from the books the replay left and compared with what was worked out apart.</summary>
[Collection(nameof(NovemberBooks))]
public sealed class StatesOfNovemberTests(NovemberReplayed replayed)
{
    private static readonly (DateOnly From, DateOnly To) Month = (new(2025, 11, 1), new(2025, 11, 30));

    [Fact]
    public async Task The_papers_of_November_bear_the_figures_of_November()
    {
        var expected = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(MonthFolder.November, "expected.json")))!;
        var november = await replayed.MonthAsync();
        await using var database = november.Database.Reopened();
        var desk = StateDesks.On(database);
        var (structure, regie) = (new StructureId(await IdAsync("structure")), new RegieId(await IdAsync("regie")));

        using var state = new PdfJudge((await new TicketStates(desk).PrintAsync(structure, regie, Month.From, Month.To, CancellationToken.None))!.Content);
        using var balance = new PdfJudge((await new FamilyBalances(desk).PrintAsync(structure, regie, Month.From, Month.To, CancellationToken.None))!.Content);
        using var debtors = new PdfJudge((await new DebtorStates(desk).PrintAsync(structure, regie, CancellationToken.None))!.Content);

        foreach (var (code, type) in expected["tickets"]!.AsObject())
            state.ShouldSay(RowOf(code, type!), $"{Written(type!, "closing")} {Written(type!, "closing_negative")}");
        state.ShouldSay("au matin 2 990,10 €", "Vendus 7 905,00 €", "Annulés −32,00 €", "Impayés ou repris −66,00 €", "Remboursés par la commune −10,00 €", "Consommés −7 909,80 €");
        state.ShouldSay("pour fermeture 133,20 €", "pour absence justifiée 20,10 €", "par geste de la commune 0,00 €", "au soir 3 030,60 €", "−408,00 €", "3 438,60 €");
        balance.ShouldSay("Dossiers : 180.", "Valeur de tous les comptes 3 030,60 €", "3 438,60 €", "−408,00 €");
        foreach (var line in File.ReadAllLines(Path.Combine(MonthFolder.November, "closing_balances.csv")).Skip(1).Select(l => l.Split(';')).Where(l => l.Length == 3))
            Assert.Matches($@"{line[0]} .{{1,40}}? {line[1]} (\S+ ){{4}}{Number(long.Parse(line[2]))} ", balance.Text);
        debtors.ShouldSay("Dossiers débiteurs : 10.", "De 15 € ou plus : un titre de recettes peut être demandé à l’ordonnateur 10 408,00 €");

        async Task<Guid> IdAsync(string table) => Guid.Parse(Assert.Single(await november.Database.AuditAsync($"select id::text from {table}")));
    }

    private static string RowOf(string code, JsonNode type)
    {
        string[] columns = ["opening", "sold", "cancelled", "reversed", "refunded"];
        return $"{code} {new Money(type["price"]!.GetValue<long>())} {string.Join(' ', columns.Select(c => Written(type, c)))} 0 {Written(type, "consumed")} {Written(type, "recredit_closure")} {Written(type, "recredit_sickness")} 0";
    }

    private static string Written(JsonNode type, string column) => Number(type[column]!.GetValue<long>());

    private static string Number(long count) => count.ToString("#,##0", French.Culture).Replace(French.ThinNbsp, ' ');
}
