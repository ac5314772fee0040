using ETicket.Kernel;

namespace ETicket.Bulletin.Questions;

/// <summary>« Parent qui demande » — of which family file.</summary>
public sealed record QuestionAsker(StructureId Structure, FamilyId Family, string UserName);

/// <summary>« Agent qui lit et répond ».</summary>
public sealed record QuestionReader(StructureId Structure, Guid Login, string UserName);

/// <summary>« Question à poser » — as it was typed. No printed form: nothing of it reaches a log by mistake.</summary>
/// <param name="Key">Made with the form.</param>
/// <param name="Activity">Null: about none of the services.</param>
public sealed record QuestionWish(Guid Key, ActivityId? Activity, string Text)
{
    public const int TextMost = 2_000;

    public override string ToString() => nameof(QuestionWish);
}

/// <summary>« Question en attente » — for the list of the mairie, without a word of it.</summary>
public sealed record ListedQuestion(Guid Id, string FamilyName, string FamilyNumber, string? Service, DateTimeOffset AskedAt, DateTimeOffset? AnsweredAt);

/// <summary>« Question ouverte » — with its answer where there is one. No printed form.</summary>
public sealed record OpenedQuestion(Guid Id, FamilyId Family, string? Service, string Text, DateTimeOffset AskedAt, string AskedBy, string? Answer, DateTimeOffset? AnsweredAt, string? AnsweredBy)
{
    public override string ToString() => nameof(OpenedQuestion);
}
