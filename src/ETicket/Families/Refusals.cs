using ETicket.Kernel;

namespace ETicket.Families;

/// <summary>A threshold is a few days of use.</summary>
public sealed class ThresholdOutOfRange(int least, int most) : Refusal(least, most);

/// <summary>No such adult in this family file.</summary>
public sealed class UnknownGuardian() : Refusal();
