using ETicket.Kernel;

namespace ETicket.Web.Verbs;

/// <summary>The first word is none of the program's verbs.</summary>
internal sealed class UnknownVerb(string word, string known) : Refusal(word, known);

/// <summary>A word after the verb is none of its options.</summary>
internal sealed class UnknownOption(string word, string known) : Refusal(word, known);

/// <summary>The verb takes no option.</summary>
internal sealed class NoOption(string word) : Refusal(word);

/// <summary>An option is named and nothing follows.</summary>
internal sealed class OptionWithoutValue(string option) : Refusal(option);

/// <summary>A day on the command line is not written yyyy-mm-dd.</summary>
internal sealed class UnreadableDay(string word) : Refusal(word);

/// <summary>No letter bears this name.</summary>
internal sealed class UnknownLetter(string word, string known) : Refusal(word, known);

/// <summary>Letters cannot be written in this folder; the machine says why.</summary>
internal sealed class FolderUnwritable(string folder, string why) : Refusal(folder, why);

/// <summary>No document and no sample bears the name.</summary>
internal sealed class UnknownDocument(string name, string known) : Refusal(name, known);

/// <summary>Nobody signs in under this identifiant.</summary>
internal sealed class UnknownLogin(string name) : Refusal(name);

/// <summary>The verb is about one identifiant, and none is named.</summary>
internal sealed class LoginNotNamed() : Refusal();

/// <summary>The number of workers is not one from 1 to 8.</summary>
internal sealed class UnreadableWorkers(string word) : Refusal(word);
