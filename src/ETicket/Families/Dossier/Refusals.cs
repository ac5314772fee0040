using ETicket.Kernel;

namespace ETicket.Families.Dossier;

/// <summary>A field that must be filled is empty.</summary>
public sealed class FieldMissing() : Refusal();

/// <summary>More letters than the field takes.</summary>
public sealed class FieldTooLong(int longest) : Refusal(longest);

/// <summary>Letters nobody sees, or none that can be read.</summary>
public sealed class UnreadableText() : Refusal();

/// <summary>A sign of pages or of formulas.</summary>
public sealed class ForbiddenSign() : Refusal();

/// <summary>Not five digits.</summary>
public sealed class NotAPostalCode() : Refusal();

/// <summary>Not a telephone number, of here or of abroad.</summary>
public sealed class NotAPhone() : Refusal();

/// <summary>Nobody can be written to there.</summary>
public sealed class NotAnEmail() : Refusal();

/// <summary>Not a day.</summary>
public sealed class NotADay() : Refusal();

/// <summary>Nobody of a family file was born then.</summary>
public sealed class NotABirth() : Refusal();

/// <summary>Not one of what was offered.</summary>
public sealed class NotAChoice() : Refusal();

/// <summary>A dérogation has a reason.</summary>
public sealed class DerogationWithoutReason() : Refusal();

/// <summary>Some fields of a card are refused, each with its own reason.</summary>
public sealed class CardRefused(IReadOnlyDictionary<string, Refusal> faults) : Refusal()
{
    /// <summary>By the name of the field.</summary>
    public IReadOnlyDictionary<string, Refusal> Faults => faults;
}

/// <summary>Somebody else wrote the card since it was shown; nothing of this was written.</summary>
public sealed class CardChangedMeanwhile() : Refusal();

/// <summary>Not what the form of the card sends.</summary>
public sealed class FormIncomplete() : Refusal();

/// <summary>The mairie is reading the file.</summary>
public sealed class FileIsBeingRead() : Refusal();

/// <summary>The file is validated: this is the mairie's to change.</summary>
public sealed class AskTheMairie() : Refusal();

/// <summary>No such card in this family file.</summary>
public sealed class UnknownCard() : Refusal();

/// <summary>More cards of a kind than any family has.</summary>
public sealed class TooManyCards(int most) : Refusal(most);

/// <summary>Who pays stays, until somebody else does.</summary>
public sealed class PayerStays() : Refusal();

/// <summary>An adult with an access of their own is not put out of the file by another.</summary>
public sealed class HolderStays() : Refusal();

/// <summary>A child who is enrolled somewhere stays.</summary>
public sealed class EnrolledChildStays() : Refusal();

/// <summary>Something the minimum file needs is missing.</summary>
public sealed class FileNotComplete() : Refusal();

/// <summary>Whoever sends says having read.</summary>
public sealed class NotConfirmed() : Refusal();

/// <summary>The file was sent already, or is validated.</summary>
public sealed class NothingToSend() : Refusal();

/// <summary>A menu says what is eaten, in a few words of its own.</summary>
public sealed class DietRefused() : Refusal();
