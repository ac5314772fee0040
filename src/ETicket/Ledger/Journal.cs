using ETicket.Kernel;
using Npgsql;
using NpgsqlTypes;

namespace ETicket.Ledger;

/// <summary>An account named by what it is: a kind × an owner (and a part), inside the structure of the transaction.</summary>
public sealed record AccountName(AccountKind Kind, Guid Owner, string Part = "")
{
    public static AccountName InTransit(RegieId regie, PaymentMeans means) => new(AccountKind.InTransit, regie.Value, means.Code());
    public static AccountName Drawer(RegieId regie, LoginId agent) => new(AccountKind.Drawer, regie.Value, agent.ToString());
    public static AccountName Fees(RegieId regie) => new(AccountKind.Fees, regie.Value);
    public static AccountName ChequesInHand(RegieId regie) => new(AccountKind.ChequesInHand, regie.Value);
    public static AccountName ChequesRemitted(RegieId regie) => new(AccountKind.ChequesRemitted, regie.Value);
    public static AccountName Due(RegieId regie, ServiceId service) => new(AccountKind.Due, regie.Value, service.ToString());
    public static AccountName InvoicesReceivable(FamilyId family, RegieId regie) => new(AccountKind.InvoicesReceivable, family.Value, regie.ToString());
    public static AccountName Invoiced(RegieId regie, ServiceId service) => new(AccountKind.Invoiced, regie.Value, service.ToString());
    public static AccountName TicketsIssued(TicketTypeId type) => new(AccountKind.TicketsIssued, type.Value);
    public static AccountName TicketsUsed(TicketTypeId type) => new(AccountKind.TicketsUsed, type.Value);
}

/// <summary>One movement asked of the journal, in cents; <paramref name="Mirrors"/> names the transfer it undoes.</summary>
public sealed record Move(AccountName Debit, AccountName Credit, long Cents, long? Mirrors = null);

/// <summary>One business fact to post.</summary>
public sealed record Posting(EntryKind Kind, string Reference, DateOnly EffectiveOn, IReadOnlyList<Move> Moves, string? Reason = null, long? Corrects = null);

/// <summary>What became of a posting: its entry, and whether it was written now or was known already.</summary>
public sealed record Posted(long EntryId, bool Fresh);

/// <summary>
/// « Journal » — the one way into the books for euros, and for opening accounts. Tickets move only through Wallets, which owns lots and debts.
/// </summary>
public static class Journal
{
    /// <summary>Makes sure the accounts exist; answers their numbers in the order asked.</summary>
    public static async Task<IReadOnlyList<long>> OpenAccountsAsync(
        NpgsqlConnection connection, StructureId structure, IReadOnlyList<AccountName> names, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand("select account_id from ledger_open_accounts($1, $2, $3, $4)", connection)
        {
            Parameters =
            {
                new() { Value = structure.Value },
                new() { Value = names.Select(n => n.Kind.ToString()).ToArray() },
                new() { Value = names.Select(n => n.Owner).ToArray() },
                new() { Value = names.Select(n => n.Part).ToArray() },
            },
        };
        var ids = new List<long>(names.Count);
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
            ids.Add(reader.GetInt64(0));
        return ids;
    }

    /// <summary>
    /// Posts many facts in the caller's transaction. Each is written once: a known (kind, reference) is returned as it was.
    /// Refuses a move the <see cref="Chart"/> does not allow, an amount that is not positive, tickets, and an entry without a move, with <see cref="IllegalPosting"/>.
    /// </summary>
    public static async Task<IReadOnlyList<Posted>> PostAsync(
        NpgsqlConnection connection, StructureId structure, IReadOnlyList<Posting> postings, CancellationToken stop)
    {
        foreach (var posting in postings)
            Check(posting);

        var names = postings.SelectMany(p => p.Moves).SelectMany(m => new[] { m.Debit, m.Credit }).Distinct().ToArray();
        var ids = await OpenAccountsAsync(connection, structure, names, stop);
        var accounts = names.Zip(ids).ToDictionary(x => x.First, x => x.Second);
        var moves = postings.SelectMany((p, i) => p.Moves.Select(m => (Entry: i + 1, Move: m))).ToArray();

        await using var command = new NpgsqlCommand("select entry_id, fresh from ledger_post($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)", connection)
        {
            Parameters =
            {
                new() { Value = structure.Value },
                new() { Value = postings.Select(p => p.Kind.ToString()).ToArray() },
                new() { Value = postings.Select(p => p.Reference).ToArray() },
                new() { Value = postings.Select(p => p.EffectiveOn).ToArray() },
                new() { Value = postings.Select(p => p.Reason).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
                new() { Value = postings.Select(p => p.Corrects).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint },
                new() { Value = moves.Select(m => m.Entry).ToArray() },
                new() { Value = moves.Select(m => accounts[m.Move.Debit]).ToArray() },
                new() { Value = moves.Select(m => accounts[m.Move.Credit]).ToArray() },
                new() { Value = moves.Select(_ => 0).ToArray() },
                new() { Value = moves.Select(m => m.Move.Cents).ToArray() },
                new() { Value = moves.Select(m => m.Move.Mirrors).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint },
            },
        };
        var posted = new List<Posted>(postings.Count);
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
            posted.Add(new Posted(reader.GetInt64(0), reader.GetBoolean(1)));
        return posted;
    }

    private static void Check(Posting posting)
    {
        if (posting.Moves.Count == 0)
            throw new IllegalPosting($"{posting.Kind} {posting.Reference} moves nothing.");
        foreach (var move in posting.Moves)
        {
            if (move.Cents <= 0)
                throw new IllegalPosting($"{posting.Kind} {posting.Reference} moves {move.Cents} cents.");
            if (Chart.CountsTickets(move.Debit.Kind) || Chart.CountsTickets(move.Credit.Kind))
                throw new IllegalPosting($"{posting.Kind} {posting.Reference} moves tickets past the wallets.");
            if (!Chart.Allows(posting.Kind, move.Debit.Kind, move.Credit.Kind))
                throw new IllegalPosting($"{posting.Kind} may not debit {move.Debit.Kind} and credit {move.Credit.Kind}.");
        }
    }
}

/// <summary>A posting the chart does not know: a fault of the program, found by the first test that runs it.</summary>
public sealed class IllegalPosting(string message) : InvalidOperationException(message);
