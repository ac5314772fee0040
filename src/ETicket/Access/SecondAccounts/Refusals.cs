using ETicket.Kernel;

namespace ETicket.Access.SecondAccounts;

/// <summary>No adult of this file who answers for the children and has no access of their own.</summary>
public sealed class NobodyToInvite() : Refusal();

/// <summary>Somebody else asked the same, and the mairie has not answered yet.</summary>
public sealed class AlreadyAsked() : Refusal();

/// <summary>No such request of this structure.</summary>
public sealed class UnknownRequest() : Refusal();

/// <summary>The request was answered, or its access opened, already.</summary>
public sealed class RequestOver() : Refusal();

/// <summary>The adult is no longer in the file, or has an access by now.</summary>
public sealed class NoLongerInTheFile() : Refusal();

/// <summary>Too short or too long for an identifiant, or with what cannot be typed.</summary>
public sealed class UserNameUnreadable() : Refusal();

/// <summary>Somebody signs in by that identifiant.</summary>
public sealed class UserNameTaken() : Refusal();

/// <summary>Whoever reads that mailbox signs in already: a second account is made for nobody.</summary>
public sealed class AccountOfYours() : Refusal();

/// <summary>The login, or its address, is that of another adult of the file: each enters by their own.</summary>
public sealed class LoginOfAnother() : Refusal();

/// <summary>A no is said with its reason.</summary>
public sealed class RefusalWithoutReason() : Refusal();
