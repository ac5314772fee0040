using ETicket.Kernel;

namespace ETicket.Structures;

/// <summary>No product of a régie here bears this id.</summary>
public sealed class ProductUnknown() : Refusal();

/// <summary>A means is allowed, or withdrawn, by a decision that can be cited.</summary>
public sealed class DecisionMissing() : Refusal();

/// <summary>The act allows this means for this product already.</summary>
public sealed class MeansAllowedAlready(string means, string product) : Refusal(means, product);

/// <summary>The act does not allow this means for this product, or no more: there is nothing to withdraw.</summary>
public sealed class MeansNotInAct(string means, string product) : Refusal(means, product);

/// <summary>A means ends after it was allowed, or the same day.</summary>
public sealed class EndsBeforeItStarts(DateOnly start) : Refusal(start);
