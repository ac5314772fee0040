using ETicket.Kernel;

namespace ETicket.Bulletin.News;

/// <summary>« Titre refusé » — of an information.</summary>
public abstract class NewsTitleRefused(params object?[] facts) : Refusal(facts);

/// <summary>An information without a title.</summary>
public sealed class NewsTitleMissing() : NewsTitleRefused;

/// <summary>Too long a title, or letters nobody sees.</summary>
public sealed class NewsTitleUnreadable(int most) : NewsTitleRefused(most);

/// <summary>« Message refusé » — of an information.</summary>
public abstract class NewsBodyRefused(params object?[] facts) : Refusal(facts);

/// <summary>An information that says nothing.</summary>
public sealed class NewsBodyMissing() : NewsBodyRefused;

/// <summary>Too long a message, or letters nobody sees.</summary>
public sealed class NewsBodyUnreadable(int most) : NewsBodyRefused(most);

/// <summary>« Date refusée » — from which an information is read.</summary>
public abstract class NewsDayRefused : Refusal;

/// <summary>What was written is no day.</summary>
public sealed class NewsDayUnreadable : NewsDayRefused;

/// <summary>Nobody plans so far.</summary>
public sealed class NewsDayTooFar : NewsDayRefused;

/// <summary>Somebody wrote the same information since it was read.</summary>
public sealed class NewsChangedMeanwhile() : Refusal;

/// <summary>The form was made without its key.</summary>
public sealed class NewsFormUnreadable() : Refusal;
