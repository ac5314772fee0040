using ETicket.Mail.Letters;
using static ETicket.UnitTests.Mail.UndoneSale;

namespace ETicket.UnitTests.Mail;

/// <summary>What a family reads when its purchase is undone.</summary>
public sealed class UndoLettersTests
{
    [Theory]
    [MemberData(nameof(Causes), MemberType = typeof(UndoneSale))]
    public void Each_cause_has_its_own_words_and_no_other_s(string cause, string subject, string words)
    {
        var letter = Render(Taken(cause));

        Assert.Contains(subject, letter.Subject);
        foreach (var version in new[] { letter.Html.Replace("&nbsp;", "\u00A0"), letter.Text })
        {
            Assert.Contains("Bonjour Zoë,", version);
            Assert.Contains(words, version);
            Assert.All(Causes.Where(t => t.Data.Item1 != cause), other => Assert.DoesNotContain(other.Data.Item3, version));
            Assert.Contains("R2026-000003", version);
            Assert.Contains("Q2026-000012", version);
            Assert.Contains("sans provision", version);
            Assert.Contains("32,00\u00A0€", version);
            Assert.Contains("il manque 4\u00A0tickets", version);
        }
    }

    [Fact]
    public void A_refund_of_the_commune_noted_again_promises_no_second_payment()
    {
        var letter = Render(TakenBack with { RefundedByCommune = true, NotedAgain = true });

        foreach (var version in new[] { letter.Html, letter.Text })
        {
            Assert.Contains("rien n’est versé une seconde fois", version);
            Assert.DoesNotContain("vous rembourse", version);
        }
    }

    [Theory]
    [MemberData(nameof(Causes), MemberType = typeof(UndoneSale))]
    public void What_somebody_else_had_paid_is_told_as_theirs(string cause, string subject, string words)
    {
        var (letter, given) = (Render(Taken(cause) with { PaidBy = "CCAS de Saint-Août" }), Render(Given(cause) with { PaidBy = "CCAS de Saint-Août" }));

        Assert.NotEqual("", subject + words);
        Assert.Equal(cause == "commune", letter.Text.Contains("La commune rembourse 32,00\u00A0€ à CCAS de Saint-Août, qui avait payé", StringComparison.Ordinal));
        foreach (var version in new[] { letter.Subject, letter.Text, letter.Html, given.Subject, given.Text, given.Html })
            Assert.DoesNotContain(TheirOwn, own => version.Contains(own, StringComparison.OrdinalIgnoreCase));
        Assert.All([letter.Text, letter.Html], version => Assert.Contains("CCAS de Saint-Août", version));
        Assert.Equal(cause is "refund" or "card" or "commune", !given.Text.Contains("CCAS de Saint-Août", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, "Vous avez payé deux fois")]
    [InlineData("CCAS de Saint-Août", "CCAS de Saint-Août a payé à son tour le même achat")]
    public void What_somebody_else_paid_a_second_time_is_not_said_to_be_the_family_s(string? payer, string words)
    {
        var letter = Render(new PaidTwice("Commune de Saint-Août", "Lefèvre", "Zoë", "ETA", "ETB", 3200, WithTickets: true, "https://portail.example/saint-aout") { PaidBy = payer });

        Assert.Equal(payer is not null, letter.Subject.Contains("la seconde par CCAS de Saint-Août", StringComparison.Ordinal));
        foreach (var version in new[] { letter.Text, letter.Html })
        {
            Assert.Equal(payer is null, version.Contains("Vous avez le choix", StringComparison.Ordinal));
            Assert.Contains(words, payer is null ? letter.Subject : version);
        }
    }

    [Fact]
    public void A_booklet_that_stays_above_zero_is_not_spoken_of()
    {
        var letter = Render(TakenBack with { UnpaidCheque = true, Missing = [] });

        Assert.DoesNotContain("au-dessous de zéro", letter.Text + letter.Html);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Tickets_leave_the_booklets_and_invoices_are_owed_again(bool tickets, bool invoices)
    {
        UndoneInvoice[] undone = invoices ? [Morning] : [];
        var taken = Render(TakenBack with { UnpaidCheque = true, WithTickets = tickets, Invoices = undone });
        var given = Render(GivenBack with { UnpaidCheque = true, WithTickets = tickets, Invoices = [.. undone.Select(i => new SettledInvoice(i.Number, i.Label))] });

        foreach (var version in new[] { taken.Text, Bare(taken.Html) })
        {
            Assert.Equal(tickets, version.Contains("Les tickets correspondants ont quitté vos carnets.", StringComparison.Ordinal));
            Assert.Equal(invoices, version.Contains("La facture F2026-000012 (Accueil du matin) est de nouveau à payer.", StringComparison.Ordinal));
        }
        foreach (var version in new[] { given.Text, Bare(given.Html) })
        {
            Assert.Equal(tickets, version.Contains("Les tickets sont de nouveau dans vos carnets.", StringComparison.Ordinal));
            Assert.Equal(invoices, version.Contains("La facture F2026-000012 (Accueil du matin) est réglée.", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void R177_Each_invoice_is_named_with_what_becomes_of_it(bool owed)
    {
        var letter = Render(TakenBack with { UnpaidCheque = true, WithTickets = false, Invoices = [Morning with { Owed = owed }, Evening], NothingOwed = !owed });

        Assert.All([letter.Text, Bare(letter.Html)], version =>
        {
            Assert.Contains($"La facture F2026-000012 (Accueil du matin) {(owed ? "est de nouveau à payer" : "reste réglée par un autre paiement")}.", version);
            Assert.Contains("La facture F2026-000013 (Accueil du soir) reste réglée par un autre paiement.", version);
            Assert.Equal(owed, version.Contains("payez à nouveau", StringComparison.Ordinal));
            Assert.Equal(!owed, version.Contains("Vous n’avez rien à payer.", StringComparison.Ordinal));
        });
    }

    [Theory]
    [InlineData("cheque")]
    [InlineData("debit")]
    public void Whoever_owes_nothing_is_asked_to_settle_nothing(string cause)
    {
        var (owes, left) = (Render(Taken(cause)), Render(Taken(cause) with { Missing = [] }));
        var billed = Render(Taken(cause) with { Missing = [], Invoices = [Morning] });

        Assert.All([owes.Text, owes.Html, billed.Text, billed.Html], version => Assert.Contains("Pour régulariser, payez à nouveau en ligne ou passez au secrétariat de la mairie.", version));
        Assert.All([left.Text, left.Html], version =>
        {
            Assert.Contains("Pour avoir de nouveau des tickets, payez à nouveau en ligne ou passez au secrétariat de la mairie.", version);
            Assert.DoesNotContain("régulariser", version);
        });
    }

    [Theory]
    [InlineData(null, "La commune vous avait déjà remboursé 30,00 € : cette somme est maintenant à lui rendre.")]
    [InlineData("CCAS de Saint-Août", "La commune avait déjà remboursé 30,00 € à CCAS de Saint-Août : c’est à CCAS de Saint-Août qu’elle demandera de rendre cette somme.")]
    public void What_the_commune_had_refunded_is_asked_of_whoever_had_it_and_nothing_else_is_to_pay(string? payer, string words)
    {
        var letter = Render(TakenBack with { UnpaidCheque = true, WithTickets = false, Invoices = [Evening], PaidBy = payer, NothingOwed = payer is not null, OwedToCommuneCents = 3000 });

        Assert.All([letter.Text, Bare(letter.Html).Replace("&nbsp;", "\u00A0")], version =>
        {
            Assert.Contains(words, version.Replace('\u00A0', ' '));
            Assert.DoesNotContain("payez à nouveau", version);
            Assert.Equal(payer is not null, version.Contains("Vous n’avez rien à payer.", StringComparison.Ordinal));
        });
    }

    [Theory]
    [InlineData(true, "vous gardez les tickets")]
    [InlineData(false, "La facture reste réglée par le premier paiement.")]
    public void Paid_twice_only_tickets_may_be_kept(bool tickets, string words)
    {
        var letter = Render(new PaidTwice("Commune de Saint-Août", "Lefèvre", "Zoë", "ETA", "ETB", 1200, tickets, "https://portail.example/saint-aout"));

        Assert.Equal(tickets, letter.Subject.Contains("ou à garder", StringComparison.Ordinal));
        Assert.All([letter.Html.Replace("<strong>", "").Replace("</strong>", ""), letter.Text], version =>
        {
            Assert.Contains(words, version);
            Assert.Contains("12,00\u00A0€", version.Replace("&nbsp;", "\u00A0"));
            Assert.Equal(tickets, version.Contains("gardez", StringComparison.Ordinal));
        });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Only_a_sum_a_titre_is_issued_for_is_said_to_come_by_one(bool titre)
    {
        var letter = Render(TakenBack with { UnpaidCheque = true, OwedToCommuneCents = titre ? 1500 : 1499, AskedByTitre = titre });

        Assert.All([letter.Text, letter.Html], version => Assert.Equal(
            (titre, !titre), (version.Contains("par un avis des sommes à payer", StringComparison.Ordinal), version.Contains("Ne payez rien pour l’instant", StringComparison.Ordinal))));
    }
}
