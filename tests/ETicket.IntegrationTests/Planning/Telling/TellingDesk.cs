using ETicket.IntegrationTests.Mail;
using ETicket.IntegrationTests.Planning.Foresight;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Mail.Letters;
using ETicket.Mail.Stops;
using ETicket.Planning.Telling;
using Microsoft.Extensions.Logging.Abstractions;

namespace ETicket.IntegrationTests.Planning.Telling;

/// <summary>A letter as it waits in the outbox.</summary>
internal sealed record Told<TLetter>(GuardianId To, string Reference, TLetter Letter)
    where TLetter : ILetter;

/// <summary>Whoever writes to the families of a town in the evening and in the morning.</summary>
internal sealed class TellingDesk(Town town)
{
    public BookingSummaries Summaries => new(town.Books.Database, Portal, NullLogger<BookingSummaries>.Instance);
    public EmptyWeeks Weeks => new(town.Books.Database, Portal, NullLogger<EmptyWeeks>.Instance);

    private static PortalAddress Portal { get; } = new() { Public = new("https://familles.example/") };

    public static async Task<(Books Books, Town Town, TellingDesk Desk)> OpenAsync(Cluster cluster, TownPlan? plan = null)
    {
        var (books, town, _) = await ForesightDesk.OpenAsync(cluster, plan);
        return (books, town, new TellingDesk(town));
    }

    /// <summary>The summaries of an evening.</summary>
    public async Task<int> Evening(DateOnly day, string hour = "19:30")
    {
        await town.SetsTheClock(day, hour);
        return await Summaries.TellAsync(town.Structure, CancellationToken.None);
    }

    /// <summary>The summaries of an evening, which leave at once.</summary>
    public async Task<int> Told(DateOnly day, string hour = "19:30")
    {
        var told = await Evening(day, hour);
        await Leave();
        return told;
    }

    /// <summary>What waits leaves.</summary>
    public async Task Leave()
    {
        await using var post = await MailDesk.OpenAsync(town.Books);
        await post.DeliversAsync();
    }

    /// <summary>The reminders of a morning.</summary>
    public async Task<int> Morning(DateOnly day, string hour = "08:30")
    {
        await town.SetsTheClock(day, hour);
        return await Weeks.TellAsync(town.Structure, CancellationToken.None);
    }

    /// <summary>Every letter of a kind, the oldest first.</summary>
    public Task<IReadOnlyList<Told<TLetter>>> Letters<TLetter>()
        where TLetter : ILetter => town.Books.ListAsync(
            town.Structure, "select guardian_id, reference, variables::text from outbox_letter where name = $1 order by id",
            r => new Told<TLetter>(new(r.GetGuid(0)), r.GetString(1), (TLetter)LetterJson.Record(r.GetString(2), typeof(TLetter))), TLetter.Name);

    /// <summary>The letters of a kind as their readers get them, by address.</summary>
    public Task<IReadOnlyList<(string To, string Subject, string Text)>> Read<TLetter>()
        where TLetter : ILetter => MailDesk.ReadAsync<TLetter>(town.Books);

    /// <summary>Every adult of the file stops a topic, or takes it up again.</summary>
    public async Task Stops(FamilyFile family, LetterTopic topic, bool stopped = true)
    {
        foreach (var guardian in await new ForesightDesk(town).GuardiansOf(family))
        {
            var offer = await new StopDesk(town.Books.Database.Worker).OfferAsync(town.Structure, guardian, topic, CancellationToken.None);
            Assert.True(await new LetterStops(town.Books.Database).SetAsync(town.Structure, offer.Token, stopped, CancellationToken.None));
        }
    }
}
