using ETicket.Mail.Documents;
using ETicket.Mail.Documents.Papers.Lists;
using ETicket.Mail.Documents.Papers.States;
using static ETicket.UnitTests.Mail.Documents.DocumentsTests;

namespace ETicket.UnitTests.Mail.Documents;

/// <summary>A paper of which one figure is not the sum of the others is not printed: the refusal names the paper, the line and both figures.</summary>
public sealed class AddingUpTests
{
    [Fact]
    public void A_state_of_tickets_whose_stock_does_not_roll_forward_is_refused()
    {
        var state = Sample<TicketStatePaper>("ticket-state-paper");
        var (type, value) = (state.Types[1], state.Values[1]);

        Refuses(state with { Types = [.. state.Types.Skip(2), type with { Sold = type.Sold + 1 }] }, type.Label);
        Refuses(state with { Values = [state.Values[0], value with { UsesCents = value.UsesCents + 1 }, .. state.Values.Skip(2)] }, value.Label);
        foreach (var broken in new[]
                 {
                     state with { OpeningCents = 1 }, state with { SoldCents = 1 }, state with { CancelledCents = 1 }, state with { ReversedCents = 1 }, state with { RefundedCents = 1 },
                     state with { MovedCents = 1 }, state with { ConsumedCents = 1 }, state with { ClosureCents = 1 }, state with { AbsenceCents = 1 }, state with { GoodwillCents = 1 },
                 })
        {
            Refuses(broken, "Total");
        }
    }

    [Fact]
    public void The_worked_month_is_printed_as_it_was_worked()
    {
        using var state = new PdfJudge(Print(Sample<TicketStatePaper>("ticket-state-paper")));
        using var balance = new PdfJudge(Print(Sample<FamilyBalancePaper>("family-balance-paper.novembre")));
        using var debtors = new PdfJudge(Print(Sample<DebtorsPaper>("debtors-paper")));
        using var fees = new PdfJudge(Print(Sample<FeesPaper>("fees-paper")));

        state.ShouldSay(
            "CANT-B 3,20 € 672 1 635 0 −15 0 0 −1 746 36 5 0 587 −121", "Stock à l’ouverture, le 01/11/2025 au matin 2 990,10 €", "Consommés −7 909,80 €",
            "Recrédités pour fermeture 133,20 €", "Recrédités pour absence justifiée 20,10 €", "Stock à la clôture, le 30/11/2025 au soir 3 030,60 €", "−408,00 €");
        balance.ShouldSay("Dossiers : 180.", "3 030,60 €", "CANT-A 283 1 162 −990 −34 421 421,00 €");
        debtors.ShouldSay("Dossiers débiteurs : 10.", "408,00 €");
        fees.ShouldSay("Total à mandater 33 42,07 €", "34,72 €");
    }

    [Fact]
    public void A_balance_that_differs_from_the_account_that_controls_it_is_refused()
    {
        var balance = Sample<FamilyBalancePaper>("family-balance-paper");
        var (account, control) = (balance.Accounts[0], balance.Controls[0]);

        Refuses(balance with { Accounts = [account with { Used = account.Used - 1 }, .. balance.Accounts.Skip(1)] }, "D0001 CANT-A");
        Refuses(balance with { Accounts = [.. balance.Accounts.Skip(1)] }, "CANT-A");
        Refuses(balance with { Controls = [control with { AccountTickets = control.AccountTickets + 1 }, .. balance.Controls.Skip(1)] }, "CANT-A");
        Refuses(balance with { Controls = [control with { AccountCents = control.AccountCents + 1 }, .. balance.Controls.Skip(1)] }, "CANT-A");
        Refuses(balance with { Controls = [.. balance.Controls.Skip(1)] }, "Total");
    }

    [Fact]
    public void Debts_fees_credits_refunds_and_carnets_meet_their_accounts_or_are_refused()
    {
        var debtors = Sample<DebtorsPaper>("debtors-paper");
        Refuses(debtors with { AccountCents = debtors.AccountCents + 1 }, "Total");
        Refuses(debtors with { On = debtors.Debtors[0].Debts[0].Since.AddDays(-1) }, "F007");

        var fees = Sample<FeesPaper>("fees-paper");
        Refuses(fees with { Fees = [.. fees.Fees.Skip(1)] }, "Total");
        Refuses(fees with { GivenBackCents = 0 }, "Total");

        var credits = Sample<DormantCreditsPaper>("dormant-credits-paper");
        Refuses(credits with { AccountCents = credits.AccountCents - 1 }, "Total");
        Refuses(credits with { QuietSince = new(2021, 1, 1) }, credits.Credits[0].FamilyNumber);

        var refund = Sample<RefundStatePaper>("refund-state-paper");
        var family = refund.Payees[0];
        Refuses(refund with { Payees = [family with { Lines = [family.Lines[0] with { Tickets = 9 }] }] }, "F050 Cantine, quotient A");

        var carnets = Sample<PaperTicketAccount>("paper-ticket-account");
        Refuses(carnets with { Carnets = [carnets.Carnets[0] with { Spoiled = 7 }] }, "1–50");
        Refuses(carnets with { Carnets = [carnets.Carnets[0] with { LastNumber = 51 }] }, "1–51");
    }

    [Fact]
    public void A_kitchen_list_counts_no_kind_of_meal_it_does_not_know_nor_more_than_there_are()
    {
        var list = Sample<KitchenList>("kitchen-list");
        var meals = list.ServedDays[0].Meals[0];

        Refuses(list with { TellsKinds = false }, meals.School!);
        Refuses(list with { ServedDays = [new KitchenDay(list.Day, [meals with { Vegetarian = meals.Total + 1 }])] }, meals.School!);
        using var judge = new PdfJudge(Print(Sample<KitchenList>("kitchen-list.effectifs")));
        judge.ShouldSay("Seul l’effectif total est connu ici");
        Assert.DoesNotContain("dont", judge.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refusal_reads_as_a_sentence_with_both_figures()
    {
        var debtors = Sample<DebtorsPaper>("debtors-paper");

        var refusal = Assert.Throws<PaperDoesNotAddUp>(() => Print(debtors with { AccountCents = 100 }));

        Assert.StartsWith("« État des soldes débiteurs et des impayés » n’a pas été", refusal.Sentence, StringComparison.Ordinal);
        Assert.Contains("1,00 €", refusal.Sentence, StringComparison.Ordinal);
        Assert.Contains("408,00 €", refusal.Sentence, StringComparison.Ordinal);
    }

    private static void Refuses(IDocument paper, string line) => Assert.Equal(line, Assert.Throws<PaperDoesNotAddUp>(() => Print(paper)).Line);
}
