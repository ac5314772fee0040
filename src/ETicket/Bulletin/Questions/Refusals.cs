using ETicket.Kernel;

namespace ETicket.Bulletin.Questions;

/// <summary>« Question refusée » — its text.</summary>
public abstract class QuestionTextRefused(params object?[] facts) : Refusal(facts);

/// <summary>A question that asks nothing.</summary>
public sealed class QuestionMissing() : QuestionTextRefused;

/// <summary>Too long a question, or letters nobody sees.</summary>
public sealed class QuestionUnreadable(int most) : QuestionTextRefused(most);

/// <summary>A service of nobody.</summary>
public sealed class QuestionServiceUnknown() : Refusal;

/// <summary>So many of one family wait already.</summary>
public sealed class TooManyQuestions(int most) : Refusal(most);

/// <summary>A form sent twice, with another question the second time.</summary>
public sealed class QuestionKeyUsed() : Refusal;

/// <summary>The form was made without its key.</summary>
public sealed class QuestionFormUnreadable() : Refusal;

/// <summary>« Réponse refusée » — its text.</summary>
public abstract class AnswerTextRefused(params object?[] facts) : Refusal(facts);

/// <summary>An answer that says nothing.</summary>
public sealed class AnswerMissing() : AnswerTextRefused;

/// <summary>Too long an answer, or letters nobody sees.</summary>
public sealed class AnswerUnreadable(int most) : AnswerTextRefused(most);

/// <summary>Somebody answered before.</summary>
public sealed class AnsweredAlready() : Refusal;
