using System.Text;
using ETicket.Catalogue;
using ETicket.Families;
using ETicket.Kernel;
using ETicket.Mail;
using ETicket.Mail.Letters;
using ETicket.Persistence;
using ETicket.Persistence.Sealing;
using ETicket.Structures;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Bulletin.Questions;

/// <summary>« Questions à la mairie » — asked by a family, answered once; read by that family and, each reading noted, by the staff who keep its file.</summary>
public sealed class QuestionDesk(Database database, Vault vault, PortalAddress portal)
{
    /// <summary>Of one family, waiting at once.</summary>
    public const int MostWaiting = 20;

    /// <summary>Where a family reads its answers.</summary>
    private const string Page = "/famille/questions";

    /// <summary>
    /// « Poser une question » — the same form sent twice is one question; another under its key is refused with <see cref="QuestionKeyUsed"/>. Refuses with
    /// <see cref="QuestionTextRefused"/> what cannot be written, with <see cref="QuestionServiceUnknown"/> a service that is none, and with <see cref="TooManyQuestions"/>.
    /// </summary>
    public async Task AskAsync(QuestionAsker who, QuestionWish wish, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(who);
        ArgumentNullException.ThrowIfNull(wish);
        var text = WrittenText.Judge(wish.Text, QuestionWish.TextMost, lines: true, out var read) switch
        {
            TextFault.None when read.Length > 0 => read,
            TextFault.None => throw new QuestionMissing(),
            _ => throw new QuestionUnreadable(QuestionWish.TextMost),
        };
        await using var work = await database.BeginAsync(who.Structure, stop);
        // One at a time of a family: those that wait are counted before one more does.
        await using (var turn = work.Command("select 1 from family where structure_id = $1 and id = $2 for no key update", who.Structure.Value, who.Family.Value))
            await turn.ExecuteNonQueryAsync(stop);
        if (await work.Read<Question>().SingleOrDefaultAsync(q => q.Id == wish.Key, stop) is { } before)
        {
            if (before.FamilyId != who.Family || before.ActivityId != wish.Activity || Opened(before, before.Sealed, Asked) != text)
                throw new QuestionKeyUsed();
            return;
        }
        if (wish.Activity is { } activity && !await work.Read<Activity>().AnyAsync(a => a.Id == activity, stop))
            throw new QuestionServiceUnknown();
        if (await work.Read<Question>().CountAsync(q => q.FamilyId == who.Family && q.AnsweredAt == null, stop) >= MostWaiting)
            throw new TooManyQuestions(MostWaiting);
        await using var command = work.Command(
            "insert into question (structure_id, id, family_id, activity_id, sealed, asked_at, asked_by) values ($1, $2, $3, $4, $5, eticket_now(), $6)",
            who.Structure.Value, wish.Key, who.Family.Value, wish.Activity?.Value, vault.Seal(PlaceOf(who.Structure, who.Family, wish.Key, Asked), Encoding.UTF8.GetBytes(text)), who.UserName);
        await command.ExecuteNonQueryAsync(stop);
        await work.CommitAsync(stop);
    }

    /// <summary>« Mes questions » — of one family file, the last asked first, with their answers.</summary>
    public async Task<IReadOnlyList<OpenedQuestion>> OfFamilyAsync(StructureId structure, FamilyId family, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        var services = await work.Read<Activity>().ToDictionaryAsync(a => a.Id, a => a.Name, stop);
        var all = await work.Read<Question>().Where(q => q.FamilyId == family).OrderByDescending(q => q.AskedAt).ThenBy(q => q.Id).Take(MostWaiting + QuestionList.MostAnswered).ToListAsync(stop);
        return all.ConvertAll(q => Opened(q, services));
    }

    /// <summary>« Ouvrir une question » — null for what is not there. The reading is noted in the same transaction.</summary>
    public async Task<OpenedQuestion?> OpenAsync(QuestionReader who, Guid id, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(who);
        await using var work = await database.BeginAsync(who.Structure, stop);
        await using (var noted = work.Command(
            "insert into question_read (structure_id, question_id, login_id, read_by, at) select structure_id, id, $3, $4, eticket_now() from question where structure_id = $1 and id = $2",
            who.Structure.Value, id, who.Login, who.UserName))
        {
            if (await noted.ExecuteNonQueryAsync(stop) != 1)
                return null;
        }
        var question = await work.Read<Question>().SingleAsync(q => q.Id == id, stop);
        var opened = Opened(question, await work.Read<Activity>().ToDictionaryAsync(a => a.Id, a => a.Name, stop));
        await work.CommitAsync(stop);
        return opened;
    }

    /// <summary>
    /// « Répondre » — once; each adult of the file who receives letters is told that an answer waits, without a word of it. False for what is not there; the same answer again changes
    /// nothing. Refuses with <see cref="AnswerTextRefused"/> what cannot be written, and with <see cref="AnsweredAlready"/> another answer.
    /// </summary>
    public async Task<bool> AnswerAsync(QuestionReader who, Guid id, string answer, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(who);
        ArgumentNullException.ThrowIfNull(answer);
        var text = WrittenText.Judge(answer, QuestionWish.TextMost, lines: true, out var read) switch
        {
            TextFault.None when read.Length > 0 => read,
            TextFault.None => throw new AnswerMissing(),
            _ => throw new AnswerUnreadable(QuestionWish.TextMost),
        };
        await using var work = await database.BeginAsync(who.Structure, stop);
        await using (var turn = work.Command("select 1 from question where structure_id = $1 and id = $2 for update", who.Structure.Value, id))
            await turn.ExecuteNonQueryAsync(stop);
        if (await work.Read<Question>().SingleOrDefaultAsync(q => q.Id == id, stop) is not { } question)
            return false;
        if (question.SealedAnswer is { } given)
            return Opened(question, given, Answered) == text ? true : throw new AnsweredAlready();
        await using (var command = work.Command(
            "update question set sealed_answer = $3, answered_at = eticket_now(), answered_by = $4 where structure_id = $1 and id = $2",
            who.Structure.Value, id, vault.Seal(PlaceOf(who.Structure, question.FamilyId, id, Answered), Encoding.UTF8.GetBytes(text)), who.UserName))
            await command.ExecuteNonQueryAsync(stop);
        await TellAsync(work, question, stop);
        await work.CommitAsync(stop);
        return true;
    }

    private async Task TellAsync(Work work, Question question, CancellationToken stop)
    {
        var (family, structure, now) = (question.FamilyId, await work.Read<Structure>().Select(s => s.Name).SingleAsync(stop), await work.NowAsync(stop));
        var name = await work.Read<Family>().Where(f => f.Id == family).Select(f => f.Name).SingleAsync(stop);
        var readers = await work.Read<Guardian>().Where(g => g.FamilyId == family && g.ReceivesLetters && g.Email != null).OrderBy(g => g.Id).ToListAsync(stop);
        await Outbox.AddAllAsync(
            work.Transaction, question.Id.ToString(),
            readers.ConvertAll(g => (new Addressee(work.Structure, family, g.Id), new MessageAnswered(
                structure, name, g.FirstName, question.AskedAt, now, portal.At(Page).ToString(), portal.Public.ToString()))), stop);
    }

    private const string Asked = "asked";
    private const string Answered = "answered";

    private static string PlaceOf(StructureId structure, FamilyId family, Guid id, string which) => $"question/{structure}/{family}/{id}/{which}";

    private string Opened(Question question, byte[] bytes, string which) => Encoding.UTF8.GetString(vault.Open(PlaceOf(question.StructureId, question.FamilyId, question.Id, which), bytes));

    private OpenedQuestion Opened(Question q, Dictionary<ActivityId, string> services) => new(
        q.Id, q.FamilyId, q.ActivityId is { } activity ? services.GetValueOrDefault(activity) : null, Opened(q, q.Sealed, Asked), q.AskedAt, q.AskedBy,
        q.SealedAnswer is { } answer ? Opened(q, answer, Answered) : null, q.AnsweredAt, q.AnsweredBy);
}
