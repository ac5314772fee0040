using ETicket.Kernel;

namespace ETicket.Access.Registering;

/// <summary>The structure's door is closed to new accounts, or there is no such structure.</summary>
public sealed class RegistrationClosed() : Refusal();

/// <summary>No first name, or what cannot be one.</summary>
public sealed class FirstNameUnreadable() : Refusal();

/// <summary>No last name, or what cannot be one.</summary>
public sealed class LastNameUnreadable() : Refusal();

/// <summary>A text of today is not accepted.</summary>
public sealed class TextsNotAccepted() : Refusal();
