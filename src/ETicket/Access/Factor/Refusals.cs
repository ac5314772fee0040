using ETicket.Kernel;

namespace ETicket.Access.Factor;

/// <summary>A wrong code, one that opened before, or too many tries: one sentence for all.</summary>
public sealed class WrongCode() : Refusal();

/// <summary>A code is asked for already.</summary>
public sealed class FactorAlreadySet() : Refusal();

/// <summary>No secret waits for its first code: it was shown too long ago.</summary>
public sealed class NothingToConfirm() : Refusal();
