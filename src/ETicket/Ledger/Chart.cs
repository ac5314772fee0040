using System.Runtime.InteropServices;
using static ETicket.Ledger.AccountKind;
using static ETicket.Ledger.EntryKind;

namespace ETicket.Ledger;

/// <summary>« Nature de compte ». Tickets (quantity and value) first, then the régie's books in euros (R1617-16 CGCT: kept in double entry).</summary>
public enum AccountKind
{
    /// <summary>« Tickets émis » of a type: the counterpart of every wallet.</summary>
    TicketsIssued,
    /// <summary>« Porte-monnaie » of a family for a type; may be negative.</summary>
    Wallet,
    /// <summary>« Tickets consommés » of a type.</summary>
    TicketsUsed,
    /// <summary>« En transit », by means: paid by the family, not yet on the Treasury account.</summary>
    InTransit,
    /// <summary>« Caisse » of one agent.</summary>
    Drawer,
    /// <summary>« Fonds de caisse ».</summary>
    Float,
    /// <summary>« Espèces en route » to the bank.</summary>
    CashOnItsWay,
    /// <summary>« Chèques en main ».</summary>
    ChequesInHand,
    /// <summary>« Chèques remis », not yet credited.</summary>
    ChequesRemitted,
    /// <summary>« Compte de dépôt de fonds au Trésor ».</summary>
    Dft,
    /// <summary>« Dépenses à régulariser »: commissions the commune will reimburse.</summary>
    Fees,
    /// <summary>« Débits à classer ».</summary>
    DebitsToExplain,
    /// <summary>« Factures à recevoir » of a family.</summary>
    InvoicesReceivable,
    /// <summary>« Recettes à verser », by product.</summary>
    Due,
    /// <summary>« Recettes à verser des mois précédents ».</summary>
    DuePrevious,
    /// <summary>« Fonds de caisse reçu ».</summary>
    FloatReceived,
    /// <summary>« Recettes à classer ».</summary>
    CreditsToExplain,
    /// <summary>« Facturé », by product, for services billed after use.</summary>
    Invoiced,
    /// <summary>« Bilan d'ouverture »: ends at zero.</summary>
    OpeningBalance,
}

/// <summary>« Nature d'écriture »: what can happen.</summary>
public enum EntryKind
{
    Opening, Sale, Cancel, Reversal, ReversalUndone, RefundOutside, DayClosed, Recredit, Moved, ChequeSlip, Deposit, BankLine,
    MonthClosed, Remittance, CashCount, FloatGiven, Invoice, CreditNote, InvoicePaid,
}

/// <summary>One legal move: in an entry of this kind, this account may be debited and that one credited.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LegalMove(EntryKind Entry, AccountKind Debit, AccountKind Credit);

/// <summary>
/// « Plan de comptes » — which accounts exist, their normal side, and the only moves that are legal. This is the table to end all
/// tables: <see cref="Journal"/> refuses any other move, the database holds a copy and the nightly audit compares every transfer with it.
/// </summary>
public static class Chart
{
    private static readonly HashSet<AccountKind> DebitSide =
        [TicketsIssued, InTransit, Drawer, Float, CashOnItsWay, ChequesInHand, ChequesRemitted, Dft, Fees, DebitsToExplain, InvoicesReceivable];

    private static readonly HashSet<AccountKind> TicketAccounts = [TicketsIssued, AccountKind.Wallet, TicketsUsed];

    /// <summary>Where money received rests before the bank confirms it.</summary>
    private static readonly AccountKind[] Received = [InTransit, Drawer, ChequesInHand];

    private static readonly AccountKind[] Assets =
        [InTransit, Drawer, Float, CashOnItsWay, ChequesInHand, ChequesRemitted, Dft, Fees, DebitsToExplain, InvoicesReceivable];

    private static readonly AccountKind[] Liabilities = [Due, DuePrevious, FloatReceived, CreditsToExplain];

    public static IReadOnlyList<LegalMove> Moves { get; } =
    [
        .. Both(Opening, TicketsIssued, AccountKind.Wallet),
        .. Each(Opening, Assets, [OpeningBalance]),
        .. Each(Opening, [OpeningBalance], Liabilities),

        .. Each(Sale, Received, [Due]),
        new(Sale, TicketsIssued, AccountKind.Wallet),
        .. Each(Cancel, [Due], Received),
        new(Cancel, AccountKind.Wallet, TicketsIssued),
        .. Each(Reversal, [Due], [InTransit, ChequesRemitted, ChequesInHand]),
        new(Reversal, AccountKind.Wallet, TicketsIssued),
        .. Each(ReversalUndone, [InTransit, ChequesRemitted, ChequesInHand], [Due]),
        new(ReversalUndone, TicketsIssued, AccountKind.Wallet),
        new(RefundOutside, AccountKind.Wallet, TicketsIssued),

        new(DayClosed, AccountKind.Wallet, TicketsUsed),
        new(Recredit, TicketsUsed, AccountKind.Wallet),
        .. Both(Moved, TicketsIssued, AccountKind.Wallet),
        // A debt met from a lot of another price leaves a difference of value, whichever fact brought the two together.
        new(DayClosed, TicketsUsed, AccountKind.Wallet),
        new(Recredit, AccountKind.Wallet, TicketsUsed),
        .. new[] { Opening, Sale, Cancel, Reversal, ReversalUndone, RefundOutside, Moved }
            .SelectMany(kind => Both(kind, AccountKind.Wallet, TicketsUsed)),

        new(ChequeSlip, ChequesRemitted, ChequesInHand),
        new(Deposit, CashOnItsWay, Drawer),
        .. Each(BankLine, [Dft], [InTransit, ChequesRemitted, CashOnItsWay, Fees, CreditsToExplain]),
        .. Each(BankLine, [InTransit, ChequesRemitted, CashOnItsWay, Fees, CreditsToExplain, DebitsToExplain], [Dft]),
        .. Both(BankLine, Fees, InTransit),
        new(MonthClosed, Due, DuePrevious),
        .. Each(Remittance, [DuePrevious, Due], [Dft]),
        new(CashCount, DebitsToExplain, Drawer),
        new(CashCount, Drawer, CreditsToExplain),
        new(FloatGiven, Float, FloatReceived),
        new(Invoice, InvoicesReceivable, Invoiced),
        new(CreditNote, Invoiced, InvoicesReceivable),
        .. Each(InvoicePaid, Received, [Due]),
        new(InvoicePaid, Invoiced, InvoicesReceivable),
        // What undoes a payment undoes the invoices it paid: they are owed again.
        new(Cancel, InvoicesReceivable, Invoiced),
        new(Reversal, InvoicesReceivable, Invoiced),
        new(ReversalUndone, Invoiced, InvoicesReceivable),
        // An invoice paid twice: the commune gives one of the two back, and it stays paid.
        new(RefundOutside, InvoicesReceivable, Invoiced),
    ];

    private static readonly HashSet<LegalMove> Legal = [.. Moves];

    /// <summary>True where a debit increases the account.</summary>
    public static bool IsDebitSide(AccountKind kind) => DebitSide.Contains(kind);

    /// <summary>True where transfers count tickets as well as cents.</summary>
    public static bool CountsTickets(AccountKind kind) => TicketAccounts.Contains(kind);

    public static bool Allows(EntryKind entry, AccountKind debit, AccountKind credit) => Legal.Contains(new(entry, debit, credit));

    private static IEnumerable<LegalMove> Each(EntryKind entry, AccountKind[] debits, AccountKind[] credits) =>
        from debit in debits from credit in credits select new LegalMove(entry, debit, credit);

    private static IEnumerable<LegalMove> Both(EntryKind entry, AccountKind one, AccountKind other) =>
        [new(entry, one, other), new(entry, other, one)];
}
