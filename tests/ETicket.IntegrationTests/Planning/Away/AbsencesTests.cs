using ETicket.IntegrationTests.Mail;
using ETicket.IntegrationTests.Planning.Telling;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Mail.Letters;
using ETicket.Planning;
using ETicket.Planning.Away;

namespace ETicket.IntegrationTests.Planning.Away;

/// <summary>A parent tells an absence: in time it is an untick, later the rule of the service decides; a ticket comes back once, by the ledger, to the home it came from.</summary>
public sealed class AbsencesTests(Cluster cluster)
{
    [Fact]
    public async Task R98_Told_before_the_deadline_it_is_an_untick_told_again_nothing_more_happens()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var (away, martin, key) = (new AwayDesk(town), await town.OpensAFile("Martin"), Guid.NewGuid());
        await martin.Buys(2, "CANT-B");
        await martin.Ticks("cantine", town.Days[0], town.Days[1]);

        Assert.Null(await away.Tells(martin, AbsenceReason.Illness, town.Days[0], town.Days[1], key));
        Assert.Null(await away.Tells(martin, AbsenceReason.Illness, town.Days[0], town.Days[1], key));
        // Killed after the untick and before its own key was kept: the same command ends it.
        await using (var killed = books.Owner.CreateCommand("delete from command_key where answer = '0'"))
            Assert.Equal(1, await killed.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
        Assert.Null(await away.Tells(martin, AbsenceReason.Illness, town.Days[0], town.Days[1], key));

        Assert.Equal((2, 500, 0), await martin.Wallet("CANT-B"));
        Assert.Equal(BookingState.Released, await martin.Cell(martin.Children[0], "cantine", town.Days[0]));
        Assert.Empty(await away.Told(martin));
        await Assert.ThrowsAsync<NoBookedDay>(() => away.Tells(martin, AbsenceReason.Illness, town.Days[0]));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R98_R101_A_day_the_other_home_told_before_it_moved_is_said_to_be_told_and_by_no_name()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var (away, (mother, father)) = (new AwayDesk(town), await town.TwoHomes());
        await away.Sets(away.Rule("cantine", AbsenceReason.Illness));
        await mother.Buys(2, "CANT-B");
        await father.Buys(2, "CANT-B");
        await mother.Ticks("cantine", town.Days[1]);
        // Too late to untick: the rule decides, and the ticket comes back after the night.
        await town.SetsTheClock(town.Days[0], "12:00");
        Assert.NotNull(await away.Tells(mother, AbsenceReason.Illness, town.Days[1]));
        await using (var moved = books.Owner.CreateCommand("update booking set wallet_id = (select id from wallet where family_id = $1 and ticket_type_id = $2)"))
        {
            moved.Parameters.Add(new() { Value = father.Id.Value });
            moved.Parameters.Add(new() { Value = town.Type("CANT-B").Value });
            await moved.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        var told = await Assert.ThrowsAsync<ToldByOtherHome>(() => away.Tells(father, AbsenceReason.Illness, town.Days[1]));

        Assert.Contains("déjà signalée par l’autre foyer", told.Sentence, StringComparison.Ordinal);
        Assert.Empty(await away.Told(father));
        await using (var work = await books.Database.BeginAsync(town.Structure, TestContext.Current.CancellationToken))
        {
            var plan = await AbsencePlan.OfAsync(work, father.Id, new(father.Children[0], AbsenceReason.Illness, town.Days[1], town.Days[1]), TestContext.Current.CancellationToken);
            Assert.Equal((AbsentDayFate.ToldAlready, (long?)null), (Assert.Single(plan.Days).Fate, plan.Days[0].ToldIn));
        }
        await using (var back = books.Owner.CreateCommand("update booking set wallet_id = (select id from wallet where family_id = $1 and ticket_type_id = $2)"))
        {
            back.Parameters.Add(new() { Value = mother.Id.Value });
            back.Parameters.Add(new() { Value = town.Type("CANT-B").Value });
            await back.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R97_R98_Told_that_morning_the_rule_of_each_service_decides_and_the_ticket_comes_back_once_after_the_night()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var (away, martin) = (new AwayDesk(town), await town.OpensAFile("Martin"));
        await away.Sets(away.Rule("cantine", AbsenceReason.Illness, kept: 1, decision: "délibération 2026-31"));
        await away.Sets(away.Rule("car", AbsenceReason.Illness, minute: 1440));
        await away.Sets(away.Rule("cantine", AbsenceReason.Outing, back: false));
        await martin.Buys(5, "CANT-B");
        await martin.Buys(5, "BUS");
        await martin.Ticks("cantine", town.Days[0], town.Days[1], town.Days[2], town.Days[3]);
        await martin.Ticks("car", town.Days[1]);

        // Told day by day, the first day is kept once.
        await town.SetsTheClock(town.Days[0], "08:59:59");
        await away.Tells(martin, AbsenceReason.Illness, town.Days[0]);
        await town.SetsTheClock(town.Days[1], "08:59:59");
        await away.Tells(martin, AbsenceReason.Illness, town.Days[1]);
        await town.SetsTheClock(town.Days[2], "09:00");
        await away.Tells(martin, AbsenceReason.Illness, town.Days[2]);
        await town.SetsTheClock(town.Days[3], "08:00");
        await away.Tells(martin, AbsenceReason.Outing, town.Days[3]);
        Assert.Equal(
            ["07/09 cantine Refused FirstDays", "08/09 cantine Accepted", "08/09 car Accepted", "09/09 cantine Refused ToldTooLate", "10/09 cantine Refused NotGivenBack"], await away.Told(martin));
        Assert.Equal(new AbsenceRound(0, 0), await away.Settling.RunAsync(CancellationToken.None));
        await town.SetsTheClock(town.Days[3], "20:00");
        await town.ClosesTheDay(town.Days[3]);
        Assert.Equal((1, 250, 0), await martin.Wallet("CANT-B"));

        var rounds = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => away.Settling.RunAsync(CancellationToken.None)));

        Assert.Equal((2, 0), (rounds.Sum(r => r.Given), rounds.Sum(r => r.Refused)));
        Assert.Equal(((2, 500, 0), (5, 750, 0)), (await martin.Wallet("CANT-B"), await martin.Wallet("BUS")));
        Assert.Equal(2L, await books.AskAsync<long>("select count(*) from entry where kind = 'Recredit' and reason = 'absence'"));
        // One letter for each rule, with its own days.
        var letters = await MailDesk.ReadAsync<AbsenceDecided>(books);
        Assert.Equal(2, letters.Count);
        Assert.Contains("le premier jour reste dû (délibération 2026-31)", Plain(letters.Single(l => l.Text.Contains("cantine", StringComparison.Ordinal)).Text), StringComparison.Ordinal);
        Assert.Contains("au plus tard le jour même à minuit.", Plain(letters.Single(l => l.Text.Contains("car,", StringComparison.Ordinal)).Text), StringComparison.Ordinal);
        Assert.All(letters, l => Assert.DoesNotContain("maladie", l.Text, StringComparison.Ordinal));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R97_A_rule_that_asks_for_a_proof_waits_for_it_refuses_without_it_and_leaves_to_the_mairie_what_came_in_time()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var away = new AwayDesk(town);
        var (martin, petit, durand) = (await town.OpensAFile("Martin"), await town.OpensAFile("Petit"), await town.OpensAFile("Durand"));
        await away.Sets(away.Rule("cantine", AbsenceReason.Illness, daysBefore: -1, minute: 720, proof: 48));
        var told = new Dictionary<FamilyFile, long>();
        foreach (var family in new[] { martin, petit, durand })
        {
            await family.Buys(1, "CANT-B");
            await family.Ticks("cantine", town.Days[0]);
        }
        // Sent before it is told, a paper is a proof all the same.
        await town.SetsTheClock(town.Days[0], "20:00");
        await away.Sends(martin);
        await town.ClosesTheDay(town.Days[0]);
        await town.SetsTheClock(town.Days[1], "11:00");
        foreach (var family in new[] { martin, petit, durand })
            told[family] = (await away.Tells(family, AbsenceReason.Illness, town.Days[0]))!.Value;
        await away.Sends(durand);

        await town.SetsTheClock(town.Days[3], "10:59:59");
        Assert.Equal(new AbsenceRound(0, 0), await away.Settling.RunAsync(CancellationToken.None));
        await town.SetsTheClock(town.Days[3], "11:00");
        await away.Sends(petit);
        Assert.Equal(new AbsenceRound(0, 1), await away.Settling.RunAsync(CancellationToken.None));
        Assert.Equal(new AbsenceRound(0, 0), await away.Settling.RunAsync(CancellationToken.None));
        Assert.Equal(["07/09 cantine ProofSent"], await away.Told(martin));
        Assert.Equal(["07/09 cantine Refused NoProof"], await away.Told(petit));
        Assert.Equal(2, await WaitingAsync(town));

        Assert.Equal(1, await away.Mairie.AcceptAsync(town.Structure, told[martin], "mairie", CancellationToken.None));
        await Assert.ThrowsAsync<NoAnswerGiven>(() => away.Mairie.RefuseAsync(town.Structure, told[durand], "mairie", " ", CancellationToken.None));
        Assert.Equal(1, await away.Mairie.RefuseAsync(town.Structure, told[durand], "mairie", "Le document envoyé n’est pas lisible", CancellationToken.None));
        foreach (var family in new[] { martin, petit, durand })
        {
            await Assert.ThrowsAsync<NothingToDecide>(() => away.Mairie.AcceptAsync(town.Structure, told[family], "mairie", CancellationToken.None));
            await Assert.ThrowsAsync<NothingToWithdraw>(() => away.Withdraws(family, told[family]));
        }

        Assert.Equal([(1, 250, 0), (0, 0, 0), (0, 0, 0)], new[] { await martin.Wallet("CANT-B"), await petit.Wallet("CANT-B"), await durand.Wallet("CANT-B") });
        Assert.Equal(["07/09 cantine GivenBack"], await away.Told(martin));
        Assert.Equal(0, await WaitingAsync(town));
        var letters = await new TellingDesk(town).Letters<AbsenceDecided>();
        Assert.Equal([(false, 0), (true, 1), (false, 0)], letters.Select(l => (l.Letter.Accepted, l.Letter.TicketsBack)));
        Assert.StartsWith("aucun justificatif n’est arrivé avant le jeudi 10 septembre 2026 à 11:00", Plain(letters[0].Letter.Rule!), StringComparison.Ordinal);
        Assert.Equal("Le document envoyé n’est pas lisible", letters[2].Letter.Rule);
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R98_Two_guardians_at_once_tell_one_absence_and_what_cannot_be_told_is_refused_in_words()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var ((mother, father), petit, away) = (await town.TwoHomes(), await town.OpensAFile("Blanc"), new AwayDesk(town));
        await away.Sets(away.Rule("cantine", AbsenceReason.Illness, minute: 1440));
        await mother.Buys(1, "CANT-B");
        await mother.Ticks("cantine", town.Days[0]);
        await town.SetsTheClock(town.Days[0], "08:00");
        var key = Guid.NewGuid();

        var ids = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => away.Tells(mother, AbsenceReason.Illness, town.Days[0], key: i % 2 == 0 ? key : null)));

        var id = Assert.Single(ids.Distinct())!.Value;
        Assert.Equal(["07/09 cantine Accepted"], await away.Told(mother));
        await Assert.ThrowsAsync<KeyReused>(() => away.Tells(mother, AbsenceReason.Strike, town.Days[0], key: key));
        await Assert.ThrowsAsync<NoBookedDay>(() => away.Tells(father, AbsenceReason.Illness, town.Days[0]));
        await Assert.ThrowsAsync<ChildOfAnotherFile>(() => away.Tells(petit, AbsenceReason.Illness, town.Days[0], child: mother.Children[0]));
        foreach (var (first, last) in new[] { (1, 0), (-32, -32), (0, 31), (63, 63) })
            await Assert.ThrowsAsync<AbsenceOutOfRange>(() => away.Tells(mother, AbsenceReason.Illness, town.Days[0].AddDays(first), town.Days[0].AddDays(last)));
        await Assert.ThrowsAsync<UnknownAbsence>(() => away.Withdraws(father, id));

        // The child came after all; then it did not: told again, it is another absence.
        Assert.Equal((1, 0), (await away.Withdraws(mother, id), await away.Withdraws(mother, id)));
        await town.SetsTheClock(town.Days[0], "20:00");
        await town.ClosesTheDay(town.Days[0]);
        Assert.Equal(new AbsenceRound(0, 0), await away.Settling.RunAsync(CancellationToken.None));
        Assert.Equal((0, 0, 0), await mother.Wallet("CANT-B"));
        var again = await away.Tells(mother, AbsenceReason.Illness, town.Days[0]);
        Assert.NotEqual(id, again);
        Assert.Equal(["07/09 cantine Withdrawn", "07/09 cantine GivenBack"], await away.Told(mother));
        Assert.Equal((1, 250, 0), await mother.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R97_A_rule_is_added_never_changed_and_a_day_is_judged_by_the_one_of_its_time()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var (away, martin) = (new AwayDesk(town), await town.OpensAFile("Martin"));
        var rule = away.Rule("cantine", AbsenceReason.Illness, minute: 1440);
        await away.Sets(rule);
        await away.Sets(rule);
        await Assert.ThrowsAsync<RuleBeginsAlready>(() => away.Sets(rule with { FirstDaysKept = 1 }));
        await Assert.ThrowsAsync<NoSuchActivity>(() => away.Sets(rule with { Activity = ActivityId.New() }));
        foreach (var wrong in new[]
                 {
                     rule with { Reason = (AbsenceReason)9 }, rule with { ToldDaysBefore = 8 }, rule with { ToldDaysBefore = -8 }, rule with { ToldAtMinute = 1441 }, rule with { ToldAtMinute = -1 },
                     rule with { FirstDaysKept = 8 }, rule with { FirstDaysKept = -1 }, rule with { ProofWithinHours = 0 }, rule with { ProofWithinHours = 721 }, rule with { Decision = new('x', 121) },
                 })
            await Assert.ThrowsAsync<AbsenceRuleOutOfRange>(() => away.Sets(wrong));
        await away.Sets(rule with { StartsOn = town.Days[1], GivesBack = false });
        Assert.Equal(2L, await books.AskAsync<long>("select count(*) from absence_rule"));
        await martin.Buys(1, "BUS");
        await martin.Ticks("cantine", town.Days[0], town.Days[1]);
        await martin.Ticks("car", town.Days[1]);

        await town.SetsTheClock(town.Days[0], "12:00");
        await away.Tells(martin, AbsenceReason.Illness, town.Days[0], town.Days[1]);

        Assert.Equal(["07/09 cantine Accepted", "08/09 cantine Refused NotGivenBack", "08/09 car Refused NoRule"], await away.Told(martin));
        await books.ShouldBeHealthyAsync();
    }

    private static async Task<int> WaitingAsync(Town town)
    {
        await using var work = await town.Books.Database.BeginAsync(town.Structure, CancellationToken.None);
        return await AbsenceShelf.CountAsync(work, CancellationToken.None);
    }

    private static string Plain(string text) => text.Replace('\u00A0', ' ').Replace('\u202F', ' ').ReplaceLineEndings(" ");
}
