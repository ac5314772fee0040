using ETicket.Kernel;
using ETicket.Mail;
using ETicket.Mail.Documents;
using ETicket.Mail.Documents.Papers;
using ETicket.Mail.Documents.Papers.Slips;
using ETicket.Mail.Documents.Papers.States;

namespace ETicket.UnitTests.Mail.Documents;

/// <summary>The samples are one small town: whoever compares two of its papers meets the same cheque and the same family on both.</summary>
public sealed class OneTownOfSamplesTests
{
    private static readonly IReadOnlyList<IDocument> Samples = [.. DocumentSample.In(new MailOptions().DocumentFolder).Select(s => s.Document)];

    /// <summary>Every cheque of every paper that lists them.</summary>
    private static readonly IReadOnlyList<HeldCheque> Listed =
    [
        .. Samples.SelectMany(paper => paper switch
        {
            ChequeRemittanceSlip slip => slip.Cheques.Select(c => new HeldCheque(c.ReceivedOn, c.Signer, c.Bank, c.Number, c.Receipt, c.Cents)),
            DrawerClosing closing => closing.Cheques,
            HandoverRecord handover => handover.Cheques,
            VerificationRecord verification => verification.Cheques,
            _ => [],
        }),
    ];

    [Fact]
    public void A_cheque_has_one_drawer_one_bank_one_receipt_and_one_sum_wherever_it_is_listed()
    {
        var one = Listed.Distinct().ToList();

        Assert.True(one.Count < Listed.Count, "No cheque is on two papers: nothing is compared.");
        Assert.Equal(one.Select(c => c.Number).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), one.Select(c => c.Number).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_cheque_is_what_the_journal_says_its_receipt_took_and_its_family_drew_it()
    {
        var compared = 0;
        foreach (var lines in Samples.OfType<TakingsJournal>().SelectMany(journal => journal.Lines.Where(l => l.Cents > 0).GroupBy(l => l.Number)))
        {
            foreach (var cheque in Listed.Where(c => c.Receipt == lines.Key))
            {
                Assert.Equal(($"chèque {cheque.Number}", cheque.Cents), (lines.First().Reference, lines.Sum(l => l.Cents)));
                Assert.EndsWith(lines.First().FamilyName, cheque.Signer, StringComparison.Ordinal);
                compared++;
            }
        }

        Assert.True(compared > 20, $"{compared} cheques are on the journal.");
    }

    [Fact]
    public void A_cheque_is_remitted_once_and_never_before_it_came_in()
    {
        var slips = Samples.OfType<ChequeRemittanceSlip>().ToList();

        Assert.Equal(slips.Sum(s => s.Count), slips.SelectMany(s => s.Cheques).Select(c => c.Number).Distinct(StringComparer.Ordinal).Count());
        Assert.All(slips, slip => Assert.All(slip.Cheques, c => Assert.True(c.ReceivedOn <= ParisTime.DayOf(slip.MadeAt), c.Number)));
    }

    [Fact]
    public void A_cheque_pays_one_receipt()
    {
        var receipts = Samples.OfType<PaymentReceipt>().Where(r => r is { Means: "CHEQUE", Undoes: null }).ToList();

        Assert.Equal(receipts.Select(r => r.Number).Distinct(StringComparer.Ordinal).Count(), receipts.Select(r => r.Reference).Distinct(StringComparer.Ordinal).Count());
        Assert.True(receipts.Count > 1);
    }

    [Fact]
    public void A_file_number_is_one_family_s_on_every_paper()
    {
        var families = Samples.SelectMany<IDocument, (string Number, string Name)>(paper => paper switch
        {
            FamilyPaper family => [(family.FamilyNumber, family.FamilyName)],
            TakingsJournal journal => journal.Lines.Select(l => (l.FamilyNumber, l.FamilyName)),
            FamilyBalancePaper balance => balance.Accounts.Select(a => (a.FamilyNumber, a.FamilyName)),
            DebtorsPaper debtors => debtors.Debtors.Select(d => (d.Number, d.Name)),
            RefundStatePaper refund => refund.Payees.Select(p => (p.Number, p.Name)),
            DormantCreditsPaper dormant => dormant.Credits.Select(c => (c.FamilyNumber, c.FamilyName)),
            _ => [],
        }).Distinct().ToList();

        Assert.True(families.Count > 200);
        Assert.All(families.GroupBy(f => f.Number, StringComparer.Ordinal), file => Assert.Single(file));
    }
}
