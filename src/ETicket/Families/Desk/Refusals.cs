using ETicket.Kernel;

namespace ETicket.Families.Desk;

/// <summary>The file was answered already, or taken back to its family.</summary>
public sealed class NothingToAnswer() : Refusal();
