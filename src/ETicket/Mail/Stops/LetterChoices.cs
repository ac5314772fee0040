using ETicket.Kernel;
using ETicket.Mail.Letters;
using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Mail.Stops;

/// <summary>« Choix d'un sujet » — whether such letters leave for one adult, since when they do not, and whether a phone is told instead.</summary>
internal sealed record TopicChoice(LetterTopic Topic, DateTimeOffset? StoppedAt, bool ByPush);

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
        var spoken = (await work.Read<LetterStop>().Where(s => adults.Contains(s.GuardianId)).ToListAsync(stop)).ToDictionary(s => (s.GuardianId, s.Topic));
        return adults.ToDictionary(
            adult => adult,
            IReadOnlyList<TopicChoice> (GuardianId adult) => [.. Topics.Select(topic => spoken.GetValueOrDefault((adult, topic)) is { } said ? new TopicChoice(topic, said.StoppedAt, said.ByPush) : new(topic, null, false))]);
    }

    /// <summary>« Ne plus recevoir », « recevoir à nouveau » — of one adult, in the caller's transaction; what is not spoken of stays as it is, and said twice is done once.</summary>
    public static Task SetAsync(Work work, GuardianId adult, IReadOnlyDictionary<LetterTopic, bool> stopped, CancellationToken stop) => SayAsync(
        work, adult, stopped,
        """
        insert into letter_stop (structure_id, guardian_id, topic, token, stopped_at)
        select $1, $2, x.topic, gen_random_uuid(), case when x.said then eticket_now() end from unnest($3, $4) as x(topic, said)
        on conflict (structure_id, guardian_id, topic) do update
        set stopped_at = case when excluded.stopped_at is not null then coalesce(letter_stop.stopped_at, excluded.stopped_at) end
        """,
        stop);

    /// <summary>« Par une notification », or by letter again: the same of the way it is told.</summary>
    public static Task SetPushAsync(Work work, GuardianId adult, IReadOnlyDictionary<LetterTopic, bool> byPush, CancellationToken stop) => SayAsync(
        work, adult, byPush,
        """
        insert into letter_stop (structure_id, guardian_id, topic, token, by_push) select $1, $2, x.topic, gen_random_uuid(), x.said from unnest($3, $4) as x(topic, said)
        on conflict (structure_id, guardian_id, topic) do update set by_push = excluded.by_push
        """,
        stop);

    private static async Task SayAsync(Work work, GuardianId adult, IReadOnlyDictionary<LetterTopic, bool> spoken, string sql, CancellationToken stop)
    {
        if (spoken.Count == 0)
            return;
        var topics = spoken.OrderBy(s => s.Key).ToList();
        await using var command = work.Command(sql, work.Structure.Value, adult.Value, topics.ConvertAll(s => s.Key.ToString()).ToArray(), topics.ConvertAll(s => s.Value).ToArray());
        await command.ExecuteNonQueryAsync(stop);
    }
}
