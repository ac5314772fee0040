using static ETicket.UnitTests.Mail.UndoneSale;

namespace ETicket.UnitTests.Mail;

/// <summary>What a family reads when what was undone is won back, or when a refund never arrived.</summary>
public sealed class GivenBackLettersTests
{
    [Fact]
    public void A_refund_announced_by_mistake_is_said_to_be_none_and_nothing_else_of_the_letter_promises_money()
    {
        var letter = Render(GivenBack with { Mistaken = true, MistakenRefund = true });

        Assert.All([letter.Text, Bare(letter.Html)], version =>
        {
            Assert.Contains("aucune somme n’est à attendre", version, StringComparison.Ordinal);
            Assert.Contains("compte de nouveau", version, StringComparison.Ordinal);
            Assert.DoesNotContain("rendu", version, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData(null, "Un remboursement de 32,00 € devait vous être fait : il n’a pas abouti.")]
    [InlineData("CCAS de Saint-Août", "Un remboursement de 32,00 € devait être fait à CCAS de Saint-Août, qui avait payé pour vous : il n’a pas abouti.")]
    public void A_refund_that_a_person_says_never_arrived_is_not_said_to_have_come_back_to_the_regie(string? payer, string words)
    {
        var letter = Render(GivenBack with { RefundFailed = true, NotPaid = true, PaidBy = payer });

        Assert.All([letter.Text, Bare(letter.Html).Replace("&nbsp;", "\u00A0")], version =>
        {
            Assert.Contains(words, version.Replace('\u00A0', ' '));
            Assert.DoesNotContain("revenu à la régie", version);
        });
    }

    [Theory]
    [InlineData("cheque", "votre chèque a finalement été payé")]
    [InlineData("debit", "votre prélèvement a finalement été payé")]
    [InlineData("dispute", "tranchée en faveur de la régie")]
    public void What_was_paid_after_all_says_that_nothing_is_to_be_done(string cause, string words)
    {
        var letter = Render(Given(cause));

        Assert.Equal("Votre paiement est finalement acquis\u00A0: 32,00\u00A0€", letter.Subject);
        foreach (var version in new[] { letter.Html.Replace("&nbsp;", "\u00A0"), letter.Text })
        {
            Assert.Contains(words, version);
            Assert.Contains("Vous n’avez rien à faire.", version);
            Assert.DoesNotContain("il manque", version, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public void What_was_paid_twice_meanwhile_does_not_say_that_nothing_is_to_be_done()
    {
        var letter = Render(Given("debit") with { PaidTwice = true });

        Assert.All([letter.Text, letter.Html], version => Assert.DoesNotContain("rien à faire", version));
    }

    [Theory]
    [InlineData(null, true, "Le remboursement de 7,50 €, qui n’était pas arrivé, vous est de nouveau dû : contactez la mairie pour en convenir.")]
    [InlineData(null, false, "Le remboursement de 7,50 €, qui n’était pas arrivé, vous est de nouveau dû : contactez l’association pour en convenir.")]
    [InlineData("CCAS de Saint-Août", true, "Le remboursement de 7,50 € à CCAS de Saint-Août, qui n’était pas arrivé, est de nouveau à faire : la commune verra avec CCAS de Saint-Août comment.")]
    public void A_refund_that_is_due_again_is_told_to_whoever_waits_for_it(string? payer, bool act, string words)
    {
        var letter = Render(Given("dispute") with { DueAgainCents = 750, PaidBy = payer, RegieActNumber = act ? GivenBack.RegieActNumber : null });

        Assert.All([letter.Text, Bare(letter.Html).Replace("&nbsp;", "\u00A0")], version =>
        {
            Assert.Contains(words, version.Replace('\u00A0', ' '));
            Assert.DoesNotContain("rien à faire", version);
        });
    }

    [Fact]
    public void A_refund_that_failed_is_told_as_such_and_nothing_else()
    {
        var given = Render(GivenBack with { RefundFailed = true });

        Assert.Equal("Un remboursement de 32,00\u00A0€ n’a pas abouti", given.Subject);
        Assert.All([given.Text, Bare(given.Html).Replace("&nbsp;", "\u00A0")], version =>
        {
            Assert.All(["la banque n’a pas pris cette somme", "Cette somme vous est toujours due.", "contactez la mairie"], said => Assert.Contains(said, version));
            Assert.Contains("Les tickets sont de nouveau dans vos carnets, et les quitteront quand cette somme sera rendue.", version);
            Assert.All(["Bonne nouvelle", "contestation", "acquis", "rien à faire"], other => Assert.DoesNotContain(other, version));
        });
    }

    [Fact]
    public void A_refund_that_failed_of_what_somebody_else_had_paid_is_theirs_and_the_family_has_nothing_to_do()
    {
        var given = Render(GivenBack with { RefundFailed = true, PaidBy = "CCAS de Saint-Août" });

        Assert.All([given.Text, Bare(given.Html).Replace("&nbsp;", "\u00A0")], version =>
        {
            Assert.Contains("Nous avons voulu rendre 32,00\u00A0€ à CCAS de Saint-Août, qui avait payé pour vous", version);
            Assert.Contains("La commune verra avec CCAS de Saint-Août", version);
            Assert.All(["vous rendre", "vous est toujours due", "acquis", .. TheirOwn], other => Assert.DoesNotContain(other, version, StringComparison.OrdinalIgnoreCase));
        });
        Assert.DoesNotContain("votre", given.Subject, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(null, "Si vous avez reçu un avis des sommes à payer, ne le payez pas et contactez la mairie. Si vous l’avez déjà payé")]
    [InlineData("CCAS de Saint-Août", "Si un avis des sommes à payer a été reçu, il ne faut pas le payer")]
    public void What_the_family_no_longer_owes_the_commune_comes_with_what_to_do_of_a_titre_it_received(string? payer, string words)
    {
        var (given, usual) = (Render(GivenBack with { UnpaidCheque = true, NoLongerOwedCents = 1600, PaidBy = payer }), Render(GivenBack with { UnpaidCheque = true, PaidBy = payer }));
        var noted = Render(TakenBack with { RefundedByCommune = true, NotedAgain = true, PaidBy = payer });

        Assert.All([given.Text, Bare(given.Html).Replace("&nbsp;", "\u00A0")], version =>
        {
            Assert.All(["16,00\u00A0€", words], said => Assert.Contains(said, version));
            Assert.DoesNotContain("rien à faire", version);
        });
        Assert.DoesNotContain("avis des sommes", usual.Text + usual.Html);
        Assert.All([noted.Text, noted.Html], version => Assert.Contains(payer is null ? "ne le payez pas et contactez la mairie" : "il ne faut pas le payer", version));
    }
}
