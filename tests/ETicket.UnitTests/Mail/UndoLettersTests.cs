using System.Text.RegularExpressions;
using ETicket.Mail;
using ETicket.Mail.Letters;
using Microsoft.Extensions.Options;

namespace ETicket.UnitTests.Mail;

/// <summary>What a family reads when its purchase is undone, or given back.</summary>
public sealed class UndoLettersTests
{
    private static readonly TicketsTakenBack TakenBack = new(
        "Commune de Saint-Août", "Régie cantine et transport", "2025-034", new DateOnly(2025, 9, 1), "R2026-000003", new DateTimeOffset(2026, 11, 21, 10, 4, 0, TimeSpan.Zero),
        "Q2026-000012", new DateTimeOffset(2026, 11, 2, 8, 0, 0, TimeSpan.Zero), "Lefèvre", "Zoë", false, false, false, false, false, "sans provision", true, [], false,
        [new UndoneTickets("10 x [Lou] : Ticket(s) pour le service Cantine", 10, 320, 3200)], 3200, [new MissingTickets("Ticket cantine enfant", 4)], null, "https://portail.example/saint-aout");

    private static readonly TicketsGivenBack GivenBack = new(
        "Commune de Saint-Août", "Régie cantine et transport", "2025-034", new DateOnly(2025, 9, 1), "R2026-000003", new DateTimeOffset(2026, 11, 21, 10, 4, 0, TimeSpan.Zero), "Lefèvre",
        "Zoë", false, false, false, true, [], [new UndoneTickets("10 x [Lou] : Ticket(s) pour le service Cantine", 10, 320, 3200)], 3200, [], null, "https://portail.example/saint-aout");

    private static readonly UndoneInvoice Morning = new("F2026-000012", "Accueil du matin", Owed: true);
    private static readonly UndoneInvoice Evening = new("F2026-000013", "Accueil du soir", Owed: false);

    public static TheoryData<string, string, string> Causes { get; } = new()
    {
        { "cheque", "Votre chèque n’a pas été payé", "n’a pas payé le chèque" },
        { "debit", "Votre prélèvement a été rejeté", "a rejeté le prélèvement" },
        { "dispute", "Votre paiement a été contesté", "a été contesté auprès de la banque" },
        { "refund", "Remboursement de 32,00", "vous est rendue" },
        { "card", "sur la carte", "a été rendue sur la carte" },
        { "commune", "par la commune", "La commune vous rembourse" },
    };

    [Theory]
    [MemberData(nameof(Causes))]
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
    [MemberData(nameof(Causes))]
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
    public void Each_invoice_is_named_with_what_becomes_of_it(bool owed)
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

    private static readonly string[] TheirOwn = ["votre chèque", "votre prélèvement", "votre paiement", "votre banque", "vous est rendue", "vous rembourse", "vous aviez choisi"];

    private static Templates Templates { get; } = new(Options.Create(new MailOptions { Templates = Post.RepositoryTemplates }));

    /// <summary>What is read of a letter, without its marks.</summary>
    private static string Bare(string html) => Regex.Replace(html, "<[^>]+>", "", RegexOptions.None, TimeSpan.FromSeconds(1));

    private static RenderedLetter Render<TLetter>(TLetter letter)
        where TLetter : ILetter => Templates.Render(LetterKind.Of<TLetter>(), LetterJson.Write(letter));

    private static TicketsTakenBack Taken(string cause) => TakenBack with
    {
        UnpaidCheque = cause == "cheque",
        RejectedDebit = cause == "debit",
        Disputed = cause == "dispute",
        Refunded = cause == "refund",
        RefundedOnCard = cause == "card",
        RefundedByCommune = cause == "commune",
    };

    private static TicketsGivenBack Given(string cause) => GivenBack with { UnpaidCheque = cause == "cheque", RejectedDebit = cause == "debit", Disputed = cause == "dispute" };

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
