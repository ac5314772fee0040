using ETicket.Kernel;
using ETicket.Mail.Letters;
using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Mail.Stops;

/// <summary>« Choix d'un sujet » — whether such letters leave for one adult, and since when they do not.</summary>
internal sealed record TopicChoice(LetterTopic Topic, DateTimeOffset? StoppedAt);

/// <summary>
/// « Choix des courriers » — what an adult chose of the letters that may be stopped, read and written by whoever signed in. It is the one choice that the foot of a letter writes too
/// (<see cref="LetterStops"/>): whichever spoke last is right, on both pages. What is due has no choice.
/// </summary>
internal static class LetterChoices
{
    /// <summary>What may be stopped, in the order it is shown.</summary>
    public static readonly IReadOnlyList<LetterTopic> Topics = Enum.GetValues<LetterTopic>();

    /// <summary>The letters of a topic.</summary>
    public static IReadOnlyList<LetterKind> Of(LetterTopic topic) => [.. LetterBook.All.Where(kind => kind.Topic == topic)];

    /// <summary>What a family is written whatever it chose, story by story.</summary>
    public static IReadOnlyList<(LetterStory Story, IReadOnlyList<LetterKind> Kinds)> Due { get; } =
    [
        .. from story in LetterBook.ByStory
           where story.Key is not LetterStory.Staff
           select (story.Key, (IReadOnlyList<LetterKind>)[.. story.Value.Where(kind => kind.Topic is null)]),
    ];

    /// <summary>Every topic of each of these adults: never spoken of, such letters leave.</summary>
    public static async Task<IReadOnlyDictionary<GuardianId, IReadOnlyList<TopicChoice>>> ReadAsync(Work work, IReadOnlyList<GuardianId> adults, CancellationToken stop)
    {
        var stopped = (await work.Read<LetterStop>().Where(s => adults.Contains(s.GuardianId) && s.StoppedAt != null).ToListAsync(stop)).ToDictionary(s => (s.GuardianId, s.Topic), s => s.StoppedAt);
        return adults.ToDictionary(adult => adult, IReadOnlyList<TopicChoice> (GuardianId adult) => [.. Topics.Select(topic => new TopicChoice(topic, stopped.GetValueOrDefault((adult, topic))))]);
    }

    /// <summary>« Ne plus recevoir », « recevoir à nouveau » — of one adult, in the caller's transaction; what is not spoken of stays as it is, and said twice is done once.</summary>
    public static async Task SetAsync(Work work, GuardianId adult, IReadOnlyDictionary<LetterTopic, bool> stopped, CancellationToken stop)
    {
        if (stopped.Count == 0)
            return;
        var spoken = stopped.OrderBy(s => s.Key).ToList();
        await using var command = work.Command(
            """
            insert into letter_stop (structure_id, guardian_id, topic, token, stopped_at)
            select $1, $2, x.topic, gen_random_uuid(), case when x.stopped then eticket_now() end from unnest($3, $4) as x(topic, stopped)
            on conflict (structure_id, guardian_id, topic) do update
            set stopped_at = case when excluded.stopped_at is not null then coalesce(letter_stop.stopped_at, excluded.stopped_at) end
            """,
            work.Structure.Value, adult.Value, spoken.ConvertAll(s => s.Key.ToString()).ToArray(), spoken.ConvertAll(s => s.Value).ToArray());
        await command.ExecuteNonQueryAsync(stop);
    }
}
