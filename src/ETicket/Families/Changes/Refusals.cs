using ETicket.Kernel;

namespace ETicket.Families.Changes;

/// <summary>No such request of this family.</summary>
public sealed class UnknownChange() : Refusal();

/// <summary>The request was answered or withdrawn already.</summary>
public sealed class ChangeOver() : Refusal();

/// <summary>The field is no longer what it was when its change was asked for: both are to be looked at.</summary>
public sealed class FieldChangedMeanwhile(string asked, string now) : Refusal(asked, now);

/// <summary>A no is said with its reason.</summary>
public sealed class ReasonMissing() : Refusal();
