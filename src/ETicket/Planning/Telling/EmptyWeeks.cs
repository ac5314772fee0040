using System.Globalization;
using ETicket.Kernel;
using ETicket.Mail;
using ETicket.Mail.Letters;
using ETicket.Persistence;
using ETicket.Structures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace ETicket.Planning.Telling;

/// <summary>
/// « Semaines vides » — reminds a family that usually ticks a child's days that nothing is ticked for a week to come, the morning before the day of its first deadline, or that very
/// morning if the portal was stopped. Once a family and week, its children and activities together.
/// </summary>
public sealed class EmptyWeeks(Database database, PortalAddress portal, ILogger<EmptyWeeks> log)
{
    /// <summary>A week reads as Monday to Friday, or to its last open day where that is later.</summary>
    private const int Friday = 4;

    /// <summary>Every structure, see <see cref="DaylightRound.WalkAsync"/>.</summary>
    public Task<int> RunAsync(CancellationToken stop) => DaylightRound.WalkAsync(database, log, "empty weeks", TellAsync, stop);

    /// <summary>One structure, at whatever hour of the day. Run twice, or by two at once, it writes one letter to each. Answers how many were queued.</summary>
    public async Task<int> TellAsync(StructureId structure, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        await using (var turn = work.Command("select pg_advisory_xact_lock(hashtextextended($1, 189))", structure.ToString()))
            await turn.ExecuteNonQueryAsync(stop);
        var name = await work.Read<Structure>().Select(s => s.Name).SingleAsync(stop);
        var told = 0;
        foreach (var week in (await LettersAsync(work, name, stop)).GroupBy(l => l.Letter.FirstDay))
            told += (await Outbox.AddAllAsync(work.Transaction, $"{week.Key:O}", [.. week], stop)).Count;
        await work.CommitAsync(stop);
        return told;
    }

    private async Task<IReadOnlyList<(Addressee To, EmptyWeek Letter)>> LettersAsync(Work work, string structure, CancellationToken stop)
    {
        await using var command = work.Command(
            "select guardian_id, first_name, family_id, family_name, monday, last_day, lines::text from planning_empty_weeks($1)", work.Structure.Value);
        command.CommandTimeout = 300;
        var letters = new List<(Addressee, EmptyWeek)>();
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
        {
            var (monday, last) = (reader.GetFieldValue<DateOnly>(4), reader.GetFieldValue<DateOnly>(5));
            letters.Add((
                new Addressee(work.Structure, new(reader.GetGuid(2)), new(reader.GetGuid(0))),
                new EmptyWeek(
                    structure, reader.GetString(3), reader.GetString(1), monday, last > monday.AddDays(Friday) ? last : monday.AddDays(Friday),
                    (EmptyRow[])LetterJson.Record(reader.GetString(6), typeof(EmptyRow[])),
                    portal.At(string.Create(CultureInfo.InvariantCulture, $"{PortalAddress.Planning}?semaine={monday:yyyy-MM-dd}")).ToString(), portal.Public.ToString())));
        }
        return letters;
    }
}
