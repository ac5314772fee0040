using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Treasury.Papers;
using ETicket.Wallets;

namespace ETicket.IntegrationTests.Documents;

/// <summary>« Années d'attestation » — no link leads nowhere: a year is offered where its certificate can be printed, and only there.</summary>
public sealed class OfferedYearsTests(Cluster cluster)
{
    [Fact]
    public async Task R178_A_year_of_meals_alone_offers_no_tax_certificate_and_asked_for_says_so()
    {
        await using var books = await Books.OpenAsync(cluster);
        var desk = new PaperDesk(await Town.FoundAsync(books));
        await desk.DeclaresCare("car");
        var martin = await desk.Town.OpensAFile("Martin");
        await desk.Born(martin.Children[0], new(2022, 5, 2));
        await martin.Buys(10, "CANT-B");
        await desk.Town.SetsTheClock(new(2027, 1, 4), "09:00");

        Assert.Equal(["2026"], await desk.OfferedTo(martin));
        Assert.Null(await desk.CareOf(martin, 2026));
        Assert.Equal("Aucune garde d’un enfant de moins de six ans n’a été payée en 2026. Les repas n’y comptent pas.", new NoCarePaid(2026).Sentence);
    }

    [Fact]
    public async Task R178_A_year_is_offered_for_its_uses_too_and_its_care_once_it_is_over()
    {
        await using var books = await Books.OpenAsync(cluster);
        var desk = new PaperDesk(await Town.FoundAsync(books));
        await desk.DeclaresCare("car");
        var martin = await desk.Town.OpensAFile("Martin");
        await desk.Born(martin.Children[0], new(2022, 5, 2));
        await new WalletBook(books.Database).TakeOverAsync(
            desk.Town.Structure, desk.Town.Plan.FirstDay, [new OpeningBalance(martin.Id, desk.Town.Type("BUS"), 10, new Money(150))], CancellationToken.None);
        Assert.Empty(await desk.OfferedTo(martin));
        await martin.Ticks("car", desk.Town.Days[1]);
        await desk.ClosesTheDay(desk.Town.Days[1]);
        Assert.Equal(["2026"], await desk.OfferedTo(martin));

        // Not one receipt: the tickets are those of the paper booklets the commune took over.
        await desk.Town.SetsTheClock(new(2027, 1, 4), "09:00");

        Assert.Equal(["2026 garde"], await desk.OfferedTo(martin));
        Assert.NotNull(await desk.YearOf(martin, 2026));
        Assert.NotNull(await desk.CareOf(martin, 2026));
    }
}
