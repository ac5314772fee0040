using ETicket.Kernel;

namespace ETicket.Access.Links;

/// <summary>A link that was used, is void, is over, or never was one: which of them is nobody's business.</summary>
public sealed class LinkOver() : Refusal();
