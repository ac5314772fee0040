using ETicket.Kernel;

namespace ETicket.Access;

/// <summary>Wrong identifiant, wrong password, or too many tries: one sentence for all, so that nothing is learnt from it.</summary>
public sealed class WrongIdentifiers() : Refusal();
