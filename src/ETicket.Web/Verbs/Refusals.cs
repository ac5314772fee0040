using ETicket.Kernel;

namespace ETicket.Web.Verbs;

/// <summary>The first word is none of the program's verbs.</summary>
internal sealed class UnknownVerb(string word, string known) : Refusal(word, known);

/// <summary>A day on the command line is not written yyyy-mm-dd.</summary>
internal sealed class UnreadableDay(string word) : Refusal(word);
