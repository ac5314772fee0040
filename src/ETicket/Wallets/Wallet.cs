using ETicket.Kernel;

namespace ETicket.Wallets;

/// <summary>
/// « Porte-monnaie de tickets » — one per family and ticket type. Tickets and value equal the sum of its transfers at every commit;
/// <c>available = tickets − held</c>. It may be negative: a child eats even when the booklet is empty.
/// </summary>
public sealed class Wallet
{
    public required StructureId StructureId { get; init; }

    /// <summary>The same number as its account in the ledger.</summary>
    public required long Id { get; init; }
    public required FamilyId FamilyId { get; init; }
    public required TicketTypeId TicketTypeId { get; init; }
    public int Tickets { get; init; }

    /// <summary>What the tickets were bought for, less what is owed for those eaten in advance, in cents.</summary>
    public long ValueCents { get; init; }

    /// <summary>Tickets promised to days ticked and not yet closed.</summary>
    public int Held { get; init; }

    public int Available => Tickets - Held;
}

/// <summary>« Lot » — tickets bought together at one price. Consumed first in, first out; a mirror gives back to the very lot it concerns.</summary>
public sealed class Lot
{
    public required StructureId StructureId { get; init; }
    public long Id { get; init; }
    public required long WalletId { get; init; }

    /// <summary>The entry and transfer (sale, opening) that brought the tickets.</summary>
    public required long EntryId { get; init; }
    public required long TransferId { get; init; }
    public required int Bought { get; init; }

    /// <summary>Between 0 and <see cref="Bought"/>.</summary>
    public int Remaining { get; init; }

    /// <summary>Nothing remains. Its own column so that taking a ticket touches no index until the lot is spent.</summary>
    public bool Spent { get; init; }
    public required long UnitCents { get; init; }
}

/// <summary>« Dette » — tickets consumed, or taken back, that no lot held, at the price of the fact; met by the next lots, oldest first.</summary>
public sealed class Debt
{
    public required StructureId StructureId { get; init; }
    public long Id { get; init; }
    public required long WalletId { get; init; }

    /// <summary>The transfer that left the wallet short.</summary>
    public required long TransferId { get; init; }
    public required int Quantity { get; init; }
    public int Remaining { get; init; }
    public bool Settled { get; init; }
    public required long UnitCents { get; init; }
}

/// <summary>Which lot finally paid which debt, and the transfer of the price difference when there was one: a mirror gives back at that price.</summary>
public sealed class DebtMeeting
{
    public required StructureId StructureId { get; init; }
    public long Id { get; init; }
    public required long DebtId { get; init; }
    public required long LotId { get; init; }
    public required int Quantity { get; init; }
    public int Undone { get; init; }
    public long? DifferenceId { get; init; }
}
