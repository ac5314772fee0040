using ETicket.Kernel;

namespace ETicket.Mail.Undelivered;

/// <summary>Nobody has this address, or it is none, and the file still holds it.</summary>
internal sealed class AddressUnchanged(string address) : Refusal(address);

/// <summary>What a letter says is over: it does not leave any more.</summary>
internal sealed class LetterOver() : Refusal();

/// <summary>A letter is not set aside without saying why.</summary>
internal sealed class SetAsideWithoutReason() : Refusal();
