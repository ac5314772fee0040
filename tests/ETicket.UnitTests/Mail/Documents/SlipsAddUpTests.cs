using ETicket.Mail.Documents;
using ETicket.Mail.Documents.Papers.Slips;

namespace ETicket.UnitTests.Mail.Documents;

/// <summary>What a régisseur signs is added up by the program: a paper whose totals are not those of its lines is printed by nobody.</summary>
public sealed class SlipsAddUpTests
{
    private static TakingsJournal Journal => DocumentsTests.Sample<TakingsJournal>("takings-journal");
    private static RemittanceStatement Statement => DocumentsTests.Sample<RemittanceStatement>("remittance-statement");
    private static ReconciliationStatement Reconciliation => DocumentsTests.Sample<ReconciliationStatement>("reconciliation-statement");
    private static ChequeRemittanceSlip Cheques => DocumentsTests.Sample<ChequeRemittanceSlip>("cheque-remittance-slip");
    private static CashDepositSlip Deposit => DocumentsTests.Sample<CashDepositSlip>("cash-deposit-slip");
    private static DrawerClosing Closing => DocumentsTests.Sample<DrawerClosing>("drawer-closing");
    private static DrawerOpening Opening => DocumentsTests.Sample<DrawerOpening>("drawer-opening");
    private static HandoverRecord Handover => DocumentsTests.Sample<HandoverRecord>("handover-record");
    private static VerificationRecord Verification => DocumentsTests.Sample<VerificationRecord>("verification-record");

    /// <summary>Every total a paper states, one cent off; and a line less under the same totals.</summary>
    private static readonly Dictionary<string, RegieSlip> WrongSums = new(StringComparer.Ordinal)
    {
        ["journal, total"] = Journal with { TotalCents = Journal.TotalCents + 1 },
        ["journal, gross"] = Journal with { GrossCents = Journal.GrossCents + 1 },
        ["journal, cancelled"] = Journal with { CancelledCents = Journal.CancelledCents + 1 },
        ["journal, reversed"] = Journal with { ReversedCents = Journal.ReversedCents - 1 },
        ["journal, one means"] = Journal with { ByMeans = [Journal.ByMeans[0] with { GrossCents = Journal.ByMeans[0].GrossCents + 1 }, .. Journal.ByMeans.Skip(1)] },
        ["journal, two means exchanged"] = Journal with { ByMeans = [Journal.ByMeans[0] with { Means = "CHEQUE" }, Journal.ByMeans[1] with { Means = "CARTE_STRIPE" }, .. Journal.ByMeans.Skip(2)] },
        ["journal, one service"] = Journal with { ByService = [Journal.ByService[0] with { Cents = Journal.ByService[0].Cents + 1 }, Journal.ByService[1]] },
        ["journal, a line dearer"] = Journal with { Lines = [Journal.Lines[0] with { UnitCents = Journal.Lines[0].UnitCents + 1 }, .. Journal.Lines.Skip(1)] },
        ["statement, month"] = Statement with { MonthCents = Statement.MonthCents + 1 },
        ["statement, gross"] = Statement with { GrossCents = Statement.GrossCents + 1 },
        ["statement, cancelled"] = Statement with { CancelledCents = Statement.CancelledCents + 1 },
        ["statement, reversed"] = Statement with { ReversedCents = Statement.ReversedCents + 1 },
        ["statement, carried"] = Statement with { CarriedCents = Statement.CarriedCents + 1 },
        ["statement, remitted"] = Statement with { RemittedCents = Statement.RemittedCents + 1 },
        ["statement, due"] = Statement with { DueCents = Statement.DueCents + 1 },
        ["statement, an account"] = Statement with { Accounts = [Statement.Accounts[0] with { Cents = Statement.Accounts[0].Cents + 1 }, Statement.Accounts[1]] },
        ["statement, a cell moved to the other product"] = Statement with { ByMeans = [Statement.ByMeans[0] with { Cells = [.. Statement.ByMeans[0].Cells.Reverse()] }, .. Statement.ByMeans.Skip(1)] },
        ["reconciliation, statement"] = Reconciliation with { StatementCents = Reconciliation.StatementCents + 1 },
        ["reconciliation, in transit"] = Reconciliation with { InTransitCents = Reconciliation.InTransitCents + 1 },
        ["reconciliation, unknown"] = Reconciliation with { UnknownCents = 1 },
        ["reconciliation, a means that does not roll"] = Reconciliation with { Transits = [Reconciliation.Transits[0] with { CreditedCents = 1 }, .. Reconciliation.Transits.Skip(1)] },
        ["reconciliation, a detail left out"] = Reconciliation with { Transits = [Reconciliation.Transits[0] with { Items = [Reconciliation.Transits[0].Items[0]] }, .. Reconciliation.Transits.Skip(1)] },
        ["cheques, total"] = Cheques with { TotalCents = Cheques.TotalCents - 1 },
        ["deposit, total"] = Deposit with { TotalCents = Deposit.TotalCents + 1, BeforeCents = Deposit.BeforeCents + 1 },
        ["deposit, what was there before"] = Deposit with { BeforeCents = Deposit.BeforeCents + 1 },
        ["deposit, a note more"] = Deposit with { Cash = [Deposit.Cash[0] with { Count = Deposit.Cash[0].Count + 1 }, .. Deposit.Cash.Skip(1)] },
        ["opening, counted"] = Opening with { CountedCents = Opening.CountedCents + 1 },
        ["closing, counted"] = Closing with { CountedCents = Closing.CountedCents + 1, HandedCents = Closing.HandedCents + 1 },
        ["closing, handed"] = Closing with { HandedCents = Closing.HandedCents + 1 },
        ["closing, theoretical"] = Closing with { TheoreticalCents = Closing.TheoreticalCents + 1 },
        ["closing, cash"] = Closing with { CashCents = Closing.CashCents + 1, TheoreticalCents = Closing.TheoreticalCents + 1 },
        ["closing, taken"] = Closing with { TakenCents = Closing.TakenCents + 1 },
        ["closing, cheques"] = Closing with { ChequesCents = Closing.ChequesCents + 1 },
        ["closing, cheques that the means do not know"] = Closing with { Cheques = [Closing.Cheques[0]], ChequesCents = Closing.Cheques[0].Cents },
        ["handover, cheques the books do not hold"] = Handover with { Cheques = [], ChequesCents = 0 },
        ["handover, cash the books do not hold"] = Handover with { TheoreticalCents = Handover.TheoreticalCents + 1, Reason = "pièce tombée" },
        ["handover, cash"] = Handover with { CountedCents = Handover.CountedCents + 1 },
        ["handover, cheques"] = Handover with { ChequesCents = Handover.ChequesCents + 1 },
        ["handover, debits"] = Handover with { DebitCents = Handover.DebitCents + 1 },
        ["handover, books that do not balance"] = Handover with { DebitCents = Handover.DebitCents - Handover.Books[0].DebitCents, Books = [.. Handover.Books.Skip(1)] },
        ["handover, tickets"] = Handover with { TicketsCents = Handover.TicketsCents + 1 },
        ["verification, drawers"] = Verification with { TheoreticalCents = Verification.TheoreticalCents + 1 },
        ["verification, cheques"] = Verification with { ChequesCents = Verification.ChequesCents + 1 },
        ["verification, since the last versement"] = Verification with { SinceCents = Verification.SinceCents + 1 },
    };

    private static readonly Dictionary<string, RegieSlip> WrongCounts = new(StringComparer.Ordinal)
    {
        ["journal, receipts"] = Journal with { SalesCount = Journal.SalesCount + 1 },
        ["journal, receipts of a means"] = Journal with { ByMeans = [Journal.ByMeans[0] with { Sales = 1 }, .. Journal.ByMeans.Skip(1)] },
        ["journal, a number that is on no line"] = Journal with { Runs = [Journal.Runs[0] with { Count = Journal.Runs[0].Count + 1 }, Journal.Runs[1]] },
        ["journal, a gap nobody tells"] = Journal with { Runs = [Journal.Runs[0] with { Expected = "Q2025-002840" }, Journal.Runs[1]] },
        ["statement, receipts"] = Statement with { Receipts = Statement.Receipts - 1 },
        ["cheques, number"] = Cheques with { Count = Cheques.Count + 1 },
        ["cheques, rank"] = Cheques with { Cheques = [Cheques.Cheques[0] with { Order = 2 }, .. Cheques.Cheques.Skip(1)] },
        ["verification, cheques"] = Verification with { ChequesCount = Verification.ChequesCount + 1 },
    };

    public static TheoryData<string> Sums => [.. WrongSums.Keys];

    public static TheoryData<string> Counts => [.. WrongCounts.Keys];

    [Theory]
    [MemberData(nameof(Sums))]
    public void A_paper_whose_totals_are_not_those_of_its_lines_is_refused(string wrong)
    {
        var refusal = Assert.Throws<PaperDoesNotAddUp>(() => DocumentsTests.Print(WrongSums[wrong]));

        Assert.Contains("€", refusal.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Counts))]
    public void A_paper_that_counts_its_pieces_wrong_is_refused(string wrong) => Assert.Throws<PaperDoesNotAddUp>(() => DocumentsTests.Print(WrongCounts[wrong]));

    [Fact]
    public void A_difference_of_cash_is_signed_only_with_its_reason()
    {
        Assert.Equal(-20, Closing.GapCents);
        Assert.Throws<GapWithoutReason>(() => DocumentsTests.Print(Closing with { Reason = " " }));
        Assert.Throws<GapWithoutReason>(() => DocumentsTests.Print(Opening with { FloatCents = 60_00 }));
        Assert.Throws<GapWithoutReason>(() => DocumentsTests.Print(Handover with { Cash = [.. Handover.Cash, new(1_00, 1)], CountedCents = Handover.CountedCents + 1_00 }));
    }

    [Fact]
    public void A_cheque_received_after_the_closing_is_in_the_next_one()
    {
        var late = Closing.Cheques[0] with { ReceivedOn = ETicket.Kernel.ParisTime.DayOf(Closing.ClosedAt).AddDays(1) };

        var refusal = Assert.Throws<ChequeAfterTheClosing>(() => DocumentsTests.Print(Closing with { Cheques = [late, .. Closing.Cheques.Skip(1)] }));

        Assert.Contains(late.Number, refusal.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cheque_stands_once_on_a_slip()
    {
        var twice = Cheques.Cheques[0] with { Order = Cheques.Count + 1 };

        var refusal = Assert.Throws<ChequeListedTwice>(() => DocumentsTests.Print(Cheques with { Cheques = [.. Cheques.Cheques, twice], Count = Cheques.Count + 1, TotalCents = Cheques.TotalCents + twice.Cents }));

        Assert.Contains(twice.Number, refusal.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_paper_of_the_regie_looks_at_itself_before_it_is_printed()
    {
        var slips = DocumentSample.In(new ETicket.Mail.MailOptions().DocumentFolder).Select(s => s.Document).OfType<RegieSlip>().ToList();

        Assert.Equal(9, slips.Select(s => s.GetType()).Distinct().Count());
        Assert.All(slips, slip => ((IDocument)slip).AddUp());
    }
}
