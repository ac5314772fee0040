using ETicket.Kernel;
using ETicket.Ledger;
using ETicket.Payments.Providers;
using ETicket.Persistence;
using ETicket.Treasury.Undo;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Treasury.Refunds;

/// <summary>
/// « Reprise une seconde fois ? » — a provider says that a dispute took its money, shows no movement of it, and we saw that money given again: an answer of before, or a second taking.
/// Nothing is taken from the family; a person looks at the provider's own pages, and says so (<see cref="ToldMoney.PlaceAsync"/>).
/// </summary>
internal static class TakenAgain
{
    /// <summary>What a discrepancy says was expected.</summary>
    private const string Once = "taken once";

    /// <summary>Told without a movement of money we saw given again: a person looks, and nothing is posted. Answers whether it was.</summary>
    public static async Task<bool> TellAsync(Database database, Mirrors mirrors, StructureId structure, PaymentId payment, TakenBack told, CancellationToken stop)
    {
        TakenBack? doubt;
        await using (var work = await database.BeginAsync(structure, stop))
            doubt = told.Unshown ? await DoubtAsync(work, payment, told, stop) : null;
        if (doubt is not null)
            await mirrors.TellAPersonAsync(structure, payment, doubt, stop, Once);
        return doubt is not null;
    }

    /// <summary>The taking a person has to look at; null where the first one has no mirror yet, or where the last one stands.</summary>
    private static async Task<TakenBack?> DoubtAsync(Work work, PaymentId payment, TakenBack told, CancellationToken stop)
    {
        for (var taking = told; ; taking = taking with { Key = Takings.After(taking.Key), Twin = null })
        {
            if (await ActKey.Of(payment, taking).DocumentAsync(work, stop) is not { } document)
                return Takings.IsFirst(taking.Key) ? null : taking;
            // Numbered by the provider's own movements, it is that one, whatever became of it.
            if (!Takings.IsFirst(told.Key) || !await work.Read<Entry>().AnyAsync(e => e.Kind == EntryKind.ReversalUndone && e.CorrectsId == document.EntryId, stop))
                return null;
        }
    }
}
