using ETicket.Ledger;
using static ETicket.Ledger.AccountKind;

namespace ETicket.UnitTests.Ledger;

/// <summary>The chart of accounts, line by line as the régie's accounting is written: what is not in these lines is refused.</summary>
public sealed class ChartTests
{
    private const string Received = "InTransit Drawer ChequesInHand";
    private const string Assets = "InTransit Drawer Float CashOnItsWay ChequesInHand ChequesRemitted Dft Fees DebitsToExplain InvoicesReceivable";
    private const string Wallets = "TicketsIssued/Wallet Wallet/TicketsIssued";

    /// <summary>A difference of price when a debt meets a ticket, in whichever entry brought the two together.</summary>
    private const string Differences = "Wallet/TicketsUsed TicketsUsed/Wallet";

    /// <summary>Each kind of entry with its moves, « debit/credit ».</summary>
    private static readonly Dictionary<EntryKind, string[]> Lines = new()
    {
        [EntryKind.Opening] = [.. Moves(Wallets), .. Moves(Differences), .. Each(Assets, "OpeningBalance"), .. Each("OpeningBalance", "Due DuePrevious FloatReceived CreditsToExplain")],
        [EntryKind.Sale] = ["TicketsIssued/Wallet", .. Each(Received, "Due"), .. Moves(Differences)],
        [EntryKind.Cancel] = ["Wallet/TicketsIssued", "InvoicesReceivable/Invoiced", .. Each("Due", Received), .. Moves(Differences)],
        [EntryKind.Reversal] = ["Wallet/TicketsIssued", "InvoicesReceivable/Invoiced", .. Each("Due", "InTransit ChequesRemitted ChequesInHand"), .. Moves(Differences)],
        [EntryKind.ReversalUndone] = ["TicketsIssued/Wallet", "Invoiced/InvoicesReceivable", .. Each("InTransit ChequesRemitted ChequesInHand", "Due"), .. Moves(Differences)],
        [EntryKind.RefundOutside] = ["Wallet/TicketsIssued", "InvoicesReceivable/Invoiced", .. Moves(Differences)],
        [EntryKind.DayClosed] = [.. Moves(Differences)],
        [EntryKind.Recredit] = [.. Moves(Differences)],
        [EntryKind.Moved] = [.. Moves(Wallets), .. Moves(Differences)],
        [EntryKind.ChequeSlip] = ["ChequesRemitted/ChequesInHand"],
        [EntryKind.Deposit] = ["CashOnItsWay/Drawer"],
        [EntryKind.BankLine] =
        [
            .. Each("Dft", "InTransit ChequesRemitted CashOnItsWay Fees CreditsToExplain"),
            .. Each("InTransit ChequesRemitted CashOnItsWay Fees CreditsToExplain DebitsToExplain", "Dft"),
            "Fees/InTransit", "InTransit/Fees",
        ],
        [EntryKind.MonthClosed] = ["Due/DuePrevious"],
        [EntryKind.Remittance] = ["DuePrevious/Dft", "Due/Dft"],
        [EntryKind.CashCount] = ["DebitsToExplain/Drawer", "Drawer/CreditsToExplain"],
        [EntryKind.FloatGiven] = ["Float/FloatReceived"],
        [EntryKind.Invoice] = ["InvoicesReceivable/Invoiced"],
        [EntryKind.CreditNote] = ["Invoiced/InvoicesReceivable"],
        [EntryKind.InvoicePaid] = ["Invoiced/InvoicesReceivable", .. Each(Received, "Due")],
    };

    public static TheoryData<EntryKind> Kinds { get; } = [.. Enum.GetValues<EntryKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Each_fact_moves_between_its_own_accounts_and_no_others(EntryKind kind)
    {
        var allowed = from debit in Enum.GetValues<AccountKind>()
                      from credit in Enum.GetValues<AccountKind>()
                      where Chart.Allows(kind, debit, credit)
                      select $"{debit}/{credit}";

        Assert.Equal(Lines[kind].Order(StringComparer.Ordinal), allowed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_move_is_written_twice()
    {
        Assert.Equal(Chart.Moves.Count, Chart.Moves.Distinct().Count());
    }

    [Fact]
    public void Only_the_three_ticket_accounts_count_tickets_and_each_account_has_its_normal_side()
    {
        var counting = Enum.GetValues<AccountKind>().Where(Chart.CountsTickets);
        var credit = Enum.GetValues<AccountKind>().Where(kind => !Chart.IsDebitSide(kind));

        Assert.Equal([TicketsIssued, AccountKind.Wallet, TicketsUsed], counting);
        Assert.Equal([AccountKind.Wallet, TicketsUsed, Due, DuePrevious, FloatReceived, CreditsToExplain, Invoiced, OpeningBalance], credit);
    }

    [Fact]
    public void Tickets_and_euros_never_cross()
    {
        Assert.All(Chart.Moves, move => Assert.Equal(Chart.CountsTickets(move.Debit), Chart.CountsTickets(move.Credit)));
    }

    private static string[] Moves(string moves) => moves.Split(' ');

    private static IEnumerable<string> Each(string debits, string credits) => from debit in debits.Split(' ') from credit in credits.Split(' ') select $"{debit}/{credit}";
}
