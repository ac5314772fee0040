using ETicket.Kernel;
using ETicket.Mail;
using ETicket.Mail.Letters;
using ETicket.Persistence;
using ETicket.Structures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace ETicket.Planning.Telling;

/// <summary>
/// « Récapitulatifs du soir » — tells a family of which a parent changed days since the last evening that was told the days it still has ticked, as they stand tonight: once an
/// evening, whatever the clicks and the evenings missed. What the staff, a closure or the night changed has letters of its own. Each family its own days, never those of the child's other home.
/// </summary>
public sealed class BookingSummaries(Database database, PortalAddress portal, ILogger<BookingSummaries> log)
{
    /// <summary>The name of the duty, by which the evenings on which every structure was told are known.</summary>
    public const string Duty = "booking-summary";

    /// <summary>Days are told one by one for so many days, tomorrow being the first; those beyond are counted.</summary>
    public const int Told = 28;

    /// <summary>Every structure, see <see cref="DaylightRound.WalkAsync"/>.</summary>
    public Task<int> RunAsync(CancellationToken stop) => DaylightRound.WalkAsync(database, log, "its days", TellAsync, stop);

    /// <summary>One structure, at whatever hour of the day. Run twice, or by two at once, it writes one letter to each. Answers how many were queued.</summary>
    public async Task<int> TellAsync(StructureId structure, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        await using (var turn = work.Command("select pg_advisory_xact_lock(hashtextextended($1, 188))", structure.ToString()))
            await turn.ExecuteNonQueryAsync(stop);
        var today = ParisTime.DayOf(await work.NowAsync(stop));
        var name = await work.Read<Structure>().Select(s => s.Name).SingleAsync(stop);
        var told = await Outbox.AddAllAsync(work.Transaction, $"{today:O}", await LettersAsync(work, name, today, stop), stop);
        await work.CommitAsync(stop);
        return told.Count;
    }

    private async Task<IReadOnlyList<(Addressee, BookingSummary)>> LettersAsync(Work work, string structure, DateOnly today, CancellationToken stop)
    {
        var until = today.AddDays(Told);
        await using var command = work.Command(
            "select guardian_id, first_name, family_id, family_name, last_day, tickets, later, lines::text from planning_booking_summaries($1, $2, $3, $4)",
            work.Structure.Value, Duty, DayHours.BookingSummaries, until);
        command.CommandTimeout = 300;
        var letters = new List<(Addressee, BookingSummary)>();
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
        {
            var (first, last) = (today.AddDays(1), reader.GetFieldValue<DateOnly>(4));
            var lines = (BookedChild[])LetterJson.Record(reader.GetString(7), typeof(BookedChild[]));
            letters.Add((
                new Addressee(work.Structure, new(reader.GetGuid(2)), new(reader.GetGuid(0))),
                new BookingSummary(
                    structure, reader.GetString(3), reader.GetString(1), first, last == first ? null : last, lines, reader.GetInt32(5), reader.GetInt32(6),
                    portal.At(PortalAddress.Planning).ToString(), portal.Public.ToString())));
        }
        return letters;
    }
}
