using System.Globalization;
using ETicket.Kernel;
using ETicket.Persistence;
using Npgsql;

namespace ETicket.Wallets;

/// <summary>An opening balance: tickets held (negative when owed) at the price of the first day, in cents.</summary>
public sealed record OpeningBalance(FamilyId FamilyId, TicketTypeId TicketTypeId, int Quantity, Money UnitPrice);

/// <summary>« Porte-monnaie » — opens wallets and takes over the balances of an older system.</summary>
public sealed class WalletBook(Database database)
{
    /// <summary>Opens the wallets that do not exist yet; answers their numbers in the order asked.</summary>
    public static async Task<IReadOnlyList<long>> OpenAsync(Work work, IReadOnlyList<(FamilyId Family, TicketTypeId Type)> owners, CancellationToken stop)
    {
        await using var command = work.Command(
            "select wallet_id from wallets_open($1, $2, $3)",
            work.Structure.Value, owners.Select(o => o.Family.Value).ToArray(), owners.Select(o => o.Type.Value).ToArray());
        var ids = new List<long>(owners.Count);
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
            ids.Add(reader.GetInt64(0));
        return ids;
    }

    /// <summary>
    /// « Reprise » — posts opening balances on a Paris day: lots, or debts when negative. A wallet is opened once: posting again on that day changes nothing.
    /// Answers how many were written. Refuses the same family and ticket twice in one take-over with <see cref="BalanceTwice"/>, and a wallet opened on another day with
    /// <see cref="OpenedAnotherDay"/>: nothing is then written.
    /// </summary>
    public async Task<int> TakeOverAsync(StructureId structure, DateOnly day, IReadOnlyList<OpeningBalance> balances, CancellationToken stop)
    {
        if (balances.Count == 0)
            return 0;
        var first = new Dictionary<(FamilyId, TicketTypeId), int>();
        for (var i = 0; i < balances.Count; i++)
        {
            if (!first.TryAdd((balances[i].FamilyId, balances[i].TicketTypeId), i + 1))
                throw new BalanceTwice(first[(balances[i].FamilyId, balances[i].TicketTypeId)], i + 1);
        }

        await using var work = await database.BeginAsync(structure, stop);
        var wallets = await OpenAsync(work, [.. balances.Select(b => (b.FamilyId, b.TicketTypeId))], stop);
        await using var command = work.Command(
            "select wallets_open_balances($1, $2, $3, $4, $5, $6)",
            structure.Value,
            day,
            balances.Select(b => FormattableString.Invariant($"{b.FamilyId}/{b.TicketTypeId}")).ToArray(),
            wallets.ToArray(),
            balances.Select(b => b.Quantity).ToArray(),
            balances.Select(b => b.UnitPrice.Cents).ToArray());
        try
        {
            var written = (int)(await command.ExecuteScalarAsync(stop))!;
            await work.CommitAsync(stop);
            return written;
        }
        catch (PostgresException e) when (e.SqlState == "ET002")
        {
            // In the message, « yyyy-mm-dd families », for the detail of an error is kept from us where real families are.
            throw new OpenedAnotherDay(DateOnly.ParseExact(e.MessageText[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture), day, e.MessageText[11..]);
        }
    }
}
