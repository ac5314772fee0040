using ETicket.Kernel;

namespace ETicket.Planning.Grids;

/// <summary>No cell is as that click left it.</summary>
public sealed class NothingToUndo() : Refusal();
