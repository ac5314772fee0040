using ETicket.Catalogue;
using ETicket.Families;
using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Bulletin.Questions;

/// <summary>« Questions des familles » — which wait, and which were answered: never a word of them.</summary>
public static class QuestionList
{
    /// <summary>Those answered that lists still show.</summary>
    public const int MostAnswered = 50;

    /// <summary>« Questions des familles » — those that wait, the oldest first, then the last answered; not a word of them.</summary>
    public static async Task<IReadOnlyList<ListedQuestion>> ListAsync(Work work, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(work);
        var listed = from q in work.Read<Question>()
                     join f in work.Read<Family>() on q.FamilyId equals f.Id
                     join a in work.Read<Activity>() on q.ActivityId equals a.Id into named
                     from a in named.DefaultIfEmpty()
                     select new { q.Id, f.Name, f.Number, Service = a == null ? null : a.Name, q.AskedAt, q.AnsweredAt };
        var waiting = await listed.Where(q => q.AnsweredAt == null).OrderBy(q => q.AskedAt).ToListAsync(stop);
        var answered = await listed.Where(q => q.AnsweredAt != null).OrderByDescending(q => q.AnsweredAt).Take(MostAnswered).ToListAsync(stop);
        return [.. waiting.Concat(answered).Select(q => new ListedQuestion(q.Id, q.Name, q.Number, q.Service, q.AskedAt, q.AnsweredAt))];
    }

    /// <summary>« Combien attendent ».</summary>
    public static Task<int> WaitingAsync(Work work, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(work);
        return work.Read<Question>().CountAsync(q => q.AnsweredAt == null, stop);
    }
}
