using ETicket.Kernel;

namespace ETicket.Ledger;

/// <summary>
/// « Compte » — a kind × an owner inside one structure: the wallet of a family for one ticket type, the money in transit of a régie by one means.
/// </summary>
public sealed class Account
{
    public required StructureId StructureId { get; init; }
    public long Id { get; init; }
    public required AccountKind Kind { get; init; }

    /// <summary>The family, ticket type or régie the account belongs to.</summary>
    public required Guid Owner { get; init; }

    /// <summary>What splits the owner's account: ticket type of a wallet, means of a transit, agent of a drawer, service of a due. Empty when nothing does.</summary>
    public required string Part { get; init; }
}

/// <summary>
/// « Écriture » — one business fact, unique by kind and reference: posting it twice is a no-op that returns the first.
/// Append-only, by trigger and by privilege; a correction is a new entry that points at what it corrects.
/// </summary>
public sealed class Entry
{
    public required StructureId StructureId { get; init; }
    public long Id { get; init; }
    public required EntryKind Kind { get; init; }
    public required string Reference { get; init; }

    /// <summary>The Paris day the fact counts for.</summary>
    public required DateOnly EffectiveOn { get; init; }

    /// <summary>The UTC instant we wrote it, from the database's clock.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>The entry this one corrects.</summary>
    public long? CorrectsId { get; init; }

    /// <summary>Why, when a person or a rule decided: closure, absence, bounced cheque…</summary>
    public string? Reason { get; init; }

    /// <summary>Who undid a sale, or what had undone it, by the name papers print; null where nobody did: a provider told it, or the program.</summary>
    public string? Actor { get; init; }

    /// <summary>« Date de la banque » — the day its statement gives for a debit it rejected; null elsewhere, and of those told before it was asked for.</summary>
    public DateOnly? BankOn { get; init; }
}

/// <summary>
/// « Mouvement » — debits one account and credits another with one positive amount, so an entry balances by construction.
/// On ticket accounts it carries both a number of tickets and their value in cents; elsewhere the quantity is 0.
/// </summary>
public sealed class Transfer
{
    public required StructureId StructureId { get; init; }
    public required long EntryId { get; init; }
    public long Id { get; init; }
    public required long DebitId { get; init; }
    public required long CreditId { get; init; }
    public required int Quantity { get; init; }
    public required long Cents { get; init; }

    /// <summary>The wallet concerned, whichever side it stands on: the family's statement reads by it.</summary>
    public long? WalletId { get; init; }

    /// <summary>The lot that gave or received the tickets; null where a debt did.</summary>
    public long? LotId { get; init; }

    /// <summary>The booking a consumption or its mirror is about.</summary>
    public long? BookingId { get; init; }

    /// <summary>The transfer this one undoes, wholly or in part, sides swapped.</summary>
    public long? MirrorsId { get; init; }
}
