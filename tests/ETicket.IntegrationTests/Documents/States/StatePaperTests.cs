using ETicket.IntegrationTests.Mail;
using ETicket.IntegrationTests.Treasury.AtProviders;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Mail;
using ETicket.Mail.Letters;
using ETicket.Payments;
using ETicket.Planning;
using ETicket.UnitTests.Mail.Documents;
using ETicket.Wallets.Papers;

namespace ETicket.IntegrationTests.Documents.States;

/// <summary>The states of a régie, from its own books: what was sold, used and is left, who owes, what the providers kept, what nobody touches any more.</summary>
public sealed class StatePaperTests(Cluster cluster)
{
    [Fact]
    public async Task The_state_of_tickets_tells_each_way_a_ticket_came_and_went()
    {
        await using var books = await Books.OpenAsync(cluster);
        var desk = new PaperDesk(await Town.FoundAsync(books));
        var town = desk.Town;
        var martin = await town.OpensAFile("Martin");
        await martin.Buys(10, "CANT-B");
        await martin.Ticks("cantine", town.Days[1], town.Days[2], town.Days[3], town.Days[4]);
        await desk.ClosesTheDay(town.Days[4]);
        foreach (var (day, reason) in new[] { (1, Recredits.Closure), (2, Recredits.Absence), (3, "panne du car") })
            await desk.GivesBack(martin, "cantine", town.Days[day], reason);
        await desk.Bounces(await martin.Buys(4, "BUS"));
        await town.SetsTheClock(town.Days[9], "18:00");

        using var judge = new PdfJudge((await desk.TicketState(town.Days[0].AddDays(-7), town.Days[9]))!.Content);
        using var after = new PdfJudge((await desk.TicketState(town.Days[5], town.Days[9]))!.Content);

        judge.ShouldBeSound();
        judge.ShouldSay(
            "33220 Port-Sainte-Foy", "Restauration", "Acte constitutif n°", "CANT-B 2,50 € 0 10 0 0 0 0 −4 1 1 1 9 0", "BUS 1,50 € 0 4 0 −4 0 0 0 0 0 0 0 0", "Vendus 31,00 €", "Impayés ou repris −6,00 €", "Consommés −10,00 €",
            "Recrédités pour fermeture 2,50 €", "Recrédités pour absence justifiée 2,50 €", "Recrédités par geste de la commune 2,50 €", "au soir 22,50 €");
        // What was told before the first day is the stock it opens with.
        after.ShouldSay("CANT-B 2,50 € 9 0 0 0 0 0 0 0 0 0 9 0");
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task The_balance_of_families_meets_the_accounts_that_control_it()
    {
        await using var books = await Books.OpenAsync(cluster);
        var desk = new PaperDesk(await Town.FoundAsync(books));
        var town = desk.Town;
        var martin = await town.OpensAFile("Martin");
        var petit = await town.OpensAFile("Petit");
        await town.OpensAFile("Sans-mouvement");
        await martin.SellAsync([(10, "CANT-B"), (6, "BUS")]);
        await martin.Ticks("cantine", town.Days[1]);
        await petit.Ticks("cantine", town.Days[1], town.Days[2]);
        await desk.ClosesTheDay(town.Days[2]);

        using var judge = new PdfJudge((await desk.Balance(town.Days[0].AddDays(-7), town.Days[2]))!.Content);

        judge.ShouldBeSound();
        judge.ShouldSay(
            "Dossiers : 2.", "F0001 Martin CANT-B 0 10 −1 0 9 22,50 €", "F0001 Martin BUS 0 6 0 0 6 9,00 €", "F0002 Petit CANT-B 0 0 −2 0 −2 −5,00 €", "Valeur de tous les comptes 26,50 €",
            "CANT-B 0 10 −3 0 7 17,50 €", "Comptes débiteurs, que les familles doivent : −5,00 €.");
        Assert.DoesNotContain("Sans-mouvement", judge.Text, StringComparison.Ordinal);
        Assert.Equal(26_50, await books.AskAsync<long>("select amount_cents from sealed_document where kind = 'FamilyBalancePaper'"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task The_state_of_debts_says_why_since_when_how_old_and_what_may_become_a_titre()
    {
        await using var books = await Books.OpenAsync(cluster);
        var desk = new PaperDesk(await Town.FoundAsync(books, new TownPlan { Weeks = 20 }));
        var town = desk.Town;
        var (martin, petit, paid) = (await town.OpensAFile("Martin"), await town.OpensAFile("Petit"), await town.OpensAFile("Payeur"));
        await martin.Ticks("cantine", town.Days[1]);
        await petit.Ticks("cantine", town.Days[1]);
        await paid.Ticks("cantine", town.Days[1]);
        var cheque = await martin.Buys(6, "BUS");
        await martin.Ticks("car", town.Days[1], town.Days[2]);
        await martin.Owes(1200, "cantine");
        await desk.ClosesTheDay(town.Days[2]);
        await town.SetsTheClock(town.Days[30], "09:00");
        await desk.Bounces(cheque);
        await paid.Buys(1, "CANT-B");
        await petit.Owes(900, "cantine");
        await town.SetsTheClock(town.Days[1].AddDays(61), "09:00");

        using var judge = new PdfJudge((await desk.Debtors())!.Content);

        judge.ShouldBeSound();
        // 2,50 € of 61 days, 3,00 € of the day the cheque bounced, an invoice due on 7 October: 17,50 €.
        judge.ShouldSay(
            "Dossiers débiteurs : 2.", "F0001 Martin Solde négatif 08/09/2026 2,50 € 17,50 € 0 oui", "Chèque impayé", "3,00 €", "Facture échue", "F2026-000001, Accueil cantine", "12,00 €",
            "F0002 Petit Solde négatif 08/09/2026 2,50 € 11,50 €", "non, à cumuler", "De 15 € ou plus : un titre de recettes peut être demandé à l’ordonnateur 1 17,50 €", "cumulent avec les suivants 1 11,50 €", "Total 3,00 € 21,00 € 5,00 € 29,00 €");
        Assert.DoesNotContain("Payeur", judge.Text, StringComparison.Ordinal);
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Only_what_reminds_of_this_regie_s_debts_is_counted_as_a_reminder()
    {
        await using var books = await Books.OpenAsync(cluster);
        var desk = new PaperDesk(await Town.FoundAsync(books, new TownPlan { TwoRegies = true }));
        var town = desk.Town;
        var martin = await town.OpensAFile("Martin");
        await martin.Ticks("cantine", town.Days[1]);
        await desk.ClosesTheDay(town.Days[1]);
        await using (var work = await books.Database.BeginAsync(town.Structure, CancellationToken.None))
        {
            foreach (var (regie, reference) in new[] { ("Restauration", "1"), ("Restauration", "2"), ("Transport", "3"), ("Transport", "4") })
                await Outbox.AddAsync(work.Transaction, await ToAsync(martin), reference, Reminder(regie, null), CancellationToken.None);
            await Outbox.AddAsync(work.Transaction, await ToAsync(martin), "5", new DebtBeforeTitre("port-sainte-foy", "Restauration", "Martin", "Camille", [], 250, town.Days[9], "https://x.example", "https://x.example"), CancellationToken.None);
            await work.CommitAsync(CancellationToken.None);
        }
        Assert.Single(await MailDesk.ReadAsync<NegativeBalance>(books));
        await town.SetsTheClock(town.Days[4], "09:00");

        using var judge = new PdfJudge((await desk.Debtors())!.Content);

        judge.ShouldSay("F0001 Martin Solde négatif 08/09/2026 2,50 € 2,50 € 3 non");
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Reminders_are_those_of_the_regie_whatever_it_was_called_then()
    {
        await using var books = await Books.OpenAsync(cluster);
        var desk = new PaperDesk(await Town.FoundAsync(books, new TownPlan { TwoRegies = true }));
        var town = desk.Town;
        var martin = await town.OpensAFile("Martin");
        await martin.Ticks("cantine", town.Days[1]);
        await desk.ClosesTheDay(town.Days[1]);
        var other = Assert.Single(await books.ListAsync(town.Structure, "select id from regie where id <> $1", r => r.GetGuid(0), town.Regie.Value));
        await using (var work = await books.Database.BeginAsync(town.Structure, CancellationToken.None))
        {
            // Two of it under its first name, two of another under the name it has today, and one of before ids were kept.
            foreach (var (reminder, reference) in new[]
            {
                (Reminder("Restauration", town.Regie.Value), "1"), (Reminder("Restauration", town.Regie.Value), "2"), (Reminder("Cantines", other), "3"), (Reminder("Cantines", other), "4"),
                (Reminder("Cantines", null), "5"),
            })
                await Outbox.AddAsync(work.Transaction, await ToAsync(martin), reference, reminder, CancellationToken.None);
            await Outbox.AddAsync(
                work.Transaction, await ToAsync(martin), "6",
                new DebtBeforeTitre("port-sainte-foy", "Restauration", "Martin", "Camille", [], 250, town.Days[9], "https://x.example", "https://x.example") { RegieId = town.Regie.Value }, CancellationToken.None);
            await work.CommitAsync(CancellationToken.None);
        }
        Assert.Single(await MailDesk.ReadAsync<NegativeBalance>(books));
        await using (var renamed = books.Owner.CreateCommand("update regie set name = 'Cantines' where id = $1"))
        {
            renamed.Parameters.Add(new() { Value = town.Regie.Value });
            await renamed.ExecuteNonQueryAsync();
        }
        await town.SetsTheClock(town.Days[4], "09:00");

        using var judge = new PdfJudge((await desk.Debtors())!.Content);

        judge.ShouldSay("F0001 Martin Solde négatif 08/09/2026 2,50 € 2,50 € 4 non");
    }

    [Fact]
    public async Task Fees_of_the_providers_add_up_to_what_the_books_wait_for_and_bear_what_families_paid()
    {
        await using var town = await ProviderTown.OpenAsync(cluster, PaymentProvider.Stripe);
        var desk = new PaperDesk(town.Town);
        var martin = await town.Town.OpensAFile("Martin");
        var morning = new DateTimeOffset(2026, 9, 7, 8, 0, 0, TimeSpan.Zero);
        Payment[] payments = [await town.PaysAsync(martin, 10, morning), await town.PaysAsync(martin, 20, morning.AddHours(1)), await town.PaysAsync(martin, 4, morning.AddDays(1))];
        await town.NightAsync(town.First.AddDays(2));
        await town.NightAsync(town.First.AddDays(3));
        var (gross, kept) = (payments.Take(2).Sum(p => p.Amount.Cents), payments.Sum(ProviderTown.FeeOf));

        using var judge = new PdfJudge((await desk.Fees(town.First, town.First.AddDays(3)))!.Content);
        using var second = new PdfJudge((await desk.Fees(town.First.AddDays(1), town.First.AddDays(3)))!.Content);

        judge.ShouldBeSound();
        judge.ShouldSay(
            $"07/09/2026 Stripe {town.Account} 2 {new Money(gross)} {new Money(payments.Take(2).Sum(ProviderTown.FeeOf))}", $"Total à mandater 3 {new Money(kept)}", "au compte 627",
            $"Reste à rendre à la régie le 10/09/2026 au soir {new Money(kept)}");
        second.ShouldSay($"Restait à rendre à la régie le 08/09/2026 au matin {new Money(payments.Take(2).Sum(ProviderTown.FeeOf))}", $"Total à mandater 1 {new Money(ProviderTown.FeeOf(payments[2]))}");
        await town.Books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Credits_nobody_touched_for_a_year_are_listed_with_the_day_they_may_be_claimed_until()
    {
        await using var books = await Books.OpenAsync(cluster);
        var desk = new PaperDesk(await Town.FoundAsync(books, new TownPlan { Weeks = 70 }));
        var town = desk.Town;
        var (gone, stays, promised) = (await town.OpensAFile("Partie"), await town.OpensAFile("Restée"), await town.OpensAFile("Promise"));
        foreach (var family in new[] { gone, stays, promised })
            await family.Buys(4, "CANT-B");
        await gone.Ticks("cantine", town.Days[1]);
        await promised.Ticks("cantine", town.Days[300]);
        await desk.ClosesTheDay(town.Days[1]);
        await town.SetsTheClock(new(2027, 3, 1), "09:00");
        await stays.Buys(1, "CANT-B");
        await town.SetsTheClock(new(2027, 9, 20), "09:00");

        using var judge = new PdfJudge((await desk.Dormant())!.Content);

        judge.ShouldBeSound();
        judge.ShouldSay("F0001 Partie", "08/09/2026", "2026", "31/12/2030", "3 7,50 €", "Dossiers : 1.");
        Assert.All(new[] { "Restée", "Promise" }, name => Assert.DoesNotContain(name, judge.Text, StringComparison.Ordinal));
        await Assert.ThrowsAsync<UnreadablePeriod>(() => desk.Dormant(new DateOnly(2027, 9, 21)));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Each_regie_has_its_own_states_and_another_s_number_has_none()
    {
        await using var books = await Books.OpenAsync(cluster);
        var desk = new PaperDesk(await Town.FoundAsync(books, new TownPlan { TwoRegies = true }));
        var town = desk.Town;
        await (await town.OpensAFile("Martin")).SellAsync([(4, "CANT-B")]);
        var from = town.Days[0].AddDays(-7);
        var other = Assert.Single(await books.ListAsync(town.Structure, "select id from regie where id <> $1", r => new RegieId(r.GetGuid(0)), town.Regie.Value));

        using var mine = new PdfJudge((await desk.Balance(from, town.Days[0]))!.Content);
        using var bus = new PdfJudge((await desk.Balance(from, town.Days[0], other))!.Content);

        mine.ShouldSay("CANT-B", "10,00 €");
        Assert.DoesNotContain("CANT-B", bus.Text, StringComparison.Ordinal);
        Assert.Null(await desk.Balance(from, town.Days[0], RegieId.New()));
        await Assert.ThrowsAsync<UnreadablePeriod>(() => desk.Balance(town.Days[0], from));
        await books.ShouldBeHealthyAsync();
    }

    private static InvoiceReminder Reminder(string regie, Guid? id) =>
        new("port-sainte-foy", regie, "Martin", "Camille", [], 250, "https://x.example", "https://x.example") { RegieId = id };

    private static async Task<Addressee> ToAsync(FamilyFile family) => new(
        family.Town.Structure, family.Id,
        Assert.Single(await family.Town.Books.ListAsync(family.Town.Structure, "select id from guardian where family_id = $1", r => new GuardianId(r.GetGuid(0)), family.Id.Value)));
}
