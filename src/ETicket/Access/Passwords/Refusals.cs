using ETicket.Kernel;

namespace ETicket.Access.Passwords;

/// <summary>« Mot de passe refusé » — a chosen password breaks a rule, which its sentence names.</summary>
public abstract class RefusedPassword(params object?[] facts) : Refusal(facts);

/// <summary>Too few characters.</summary>
public sealed class PasswordTooShort(int least) : RefusedPassword(least);

/// <summary>Too many characters.</summary>
public sealed class PasswordTooLong(int most) : RefusedPassword(most);

/// <summary>A character no keyboard writes: it could not be typed again.</summary>
public sealed class PasswordUnreadable() : RefusedPassword();

/// <summary>One character again and again, or a row of the keyboard.</summary>
public sealed class PasswordTooPlain() : RefusedPassword();

/// <summary>On the list of those tried first.</summary>
public sealed class PasswordTooCommon() : RefusedPassword();

/// <summary>The identifiant, the name of an address or the commune, and hardly anything else.</summary>
public sealed class PasswordOfOnesOwn() : RefusedPassword();

/// <summary>The new password is the present one.</summary>
public sealed class PasswordUnchanged() : RefusedPassword();

/// <summary>The present password is wrong, or there were too many tries: one sentence for both.</summary>
public sealed class WrongCurrentPassword() : Refusal();

/// <summary>What was typed is no e-mail address.</summary>
public sealed class NotAnAddress() : Refusal();
