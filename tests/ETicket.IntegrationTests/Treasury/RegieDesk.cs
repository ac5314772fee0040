using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Providers;
using ETicket.Treasury;
using ETicket.Treasury.Undo;

namespace ETicket.IntegrationTests.Treasury;

/// <summary>The régisseur's desk in a town, what its providers tell, and what is left for him to look at.</summary>
internal static class RegieDesk
{
    public static UndoDesk Desk(this Town town, params IRefunds[] refunds) =>
        new(town.Books.Database, town.Reversals, new ProviderRefunds(town.Books.Database, new MoneyBack(town.Books.Database, town.Reversals), refunds, new PortalAddress()));

    public static Task<PaymentState> Tells(this Town town, Payment payment, params TakenBack[] told) =>
        new MoneyBack(town.Books.Database, town.Reversals).PostAsync(town.Structure, payment.Id, told, CancellationToken.None);

    public static Task<Receipt> Does(this UndoDesk desk, Payment payment, UndoAct act, IReadOnlyDictionary<long, int> taken, string reason, Guid? key = null, string? number = null) =>
        desk.DoAsync(payment.StructureId, Town.Dominique, payment.Id, act, taken, reason, key ?? Guid.NewGuid(), CancellationToken.None, number, bankOn: ParisTime.DayOf(payment.CreatedAt));

    /// <summary>« Ce remboursement est bien parti », under the number read on the statement.</summary>
    public static Task<Receipt> Leaves(this UndoDesk desk, Payment payment, Guid request, string? number, Guid? key = null, string by = "Dominique") =>
        desk.LeaveAsync(payment.StructureId, payment.Id, request, number, by, key ?? Guid.NewGuid(), CancellationToken.None);

    public static Task<UndoFile> Opens(this UndoDesk desk, Payment payment) => desk.OpenAsync(payment.StructureId, payment.Id, CancellationToken.None);

    public static Task<IReadOnlyList<string>> OpenGaps(this Town town) =>
        town.Books.ListAsync(town.Structure, "select field from discrepancy where resolved_at is null order by id", r => r.GetString(0));

    /// <summary>« Marquer comme traité » by Dominique, whatever waits under this name.</summary>
    public static async Task Resolves(this Town town, Payment payment, string field, string outcome) => await Discrepancies.ResolveAsync(
        town.Books.Database, town.Structure, payment.Id,
        await town.Books.AskAsync<long>("select id from discrepancy where field = $1 and resolved_at is null", field), outcome, "Dominique", CancellationToken.None);

    /// <summary>Five meals at 2,50 € and five journeys at 1,50 €, paid on line, in a régie whose act lets it refund: 7,50 € of it is three meals, or five journeys.</summary>
    public static async Task<(Town Town, FamilyFile Family, Payment Payment)> SellsMealsAndJourneysAsync(Books books)
    {
        var town = await Town.FoundAsync(books);
        await ActAllowsRefundsAsync(books);
        var martin = await town.OpensAFile("Martin");
        var payment = await martin.GoesToPay([(5, "CANT-B"), (5, "BUS")]);
        town.PayFip.Accepts(payment);
        await martin.Settles(payment);
        return (town, martin, payment);
    }

    /// <summary>« L’acte le permet » — every régie of the town may give money back itself.</summary>
    public static async Task ActAllowsRefundsAsync(Books books)
    {
        await using var command = books.Owner.CreateCommand("update regie set refunds_through_provider = true");
        await command.ExecuteNonQueryAsync();
    }

    public static async Task<Dictionary<long, int>> Takes(this FamilyFile family, Payment payment, string type, int quantity) =>
        (await family.Sold(payment)).Where(l => l.TicketTypeId == family.Town.Type(type)).ToDictionary(l => l.TransferId, _ => quantity);

    /// <summary>All that is still sold of a payment.</summary>
    public static async Task<IReadOnlyDictionary<long, int>> All(this FamilyFile family, Payment payment) =>
        (await family.Sold(payment)).Where(l => l.StillSold > 0).ToDictionary(l => l.TransferId, l => l.StillSold);
}
