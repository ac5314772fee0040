using ETicket.Kernel;
using ETicket.Payments;

namespace ETicket.Treasury.Reconciliation;

/// <summary>
/// « Mouvement chez le prestataire » — one line of a régie's account there, as it was told the first time: never changed, never deleted. The gross is what the family paid, or
/// got back (negative); the fee is the provider's; the net is what is left. All three in cents of <see cref="Currency"/>.
/// </summary>
public sealed class ProviderLine
{
    public required StructureId StructureId { get; init; }
    public long Id { get; init; }
    public required RegieId RegieId { get; init; }
    public required PaymentProvider Provider { get; init; }
    public required string Account { get; init; }

    /// <summary>The provider's own number. PayPal gives one to a hold and to its release: with <see cref="Kind"/>, it names one line.</summary>
    public required string Key { get; init; }

    /// <summary>In the provider's words: charge, refund, stripe_fee…; T0006, T1107… at PayPal.</summary>
    public required string Kind { get; init; }
    public required LineNature Nature { get; init; }
    public required DateTimeOffset At { get; init; }
    public required Money Gross { get; init; }
    public required Money Fee { get; init; }
    public required Money Net { get; init; }
    public required string Currency { get; init; }

    /// <summary>What it comes from: a charge, a refund, a dispute, a payout; the order or the capture at PayPal.</summary>
    public string? Source { get; init; }

    /// <summary>What else it says of its payment: the charge of a refund or of a dispute, our own reference.</summary>
    public string[] About { get; init; } = [];
    public required DateTimeOffset ReadAt { get; init; }

    /// <summary>« Frais » — what the provider kept for itself by this line, negative where it gave some back: its fee, or all of a line that is nothing but a charge.</summary>
    internal Money Kept => Nature is LineNature.Charge ? Fee - Gross : Fee;

    /// <summary>How its entry is called in the journal, and how a difference names it.</summary>
    internal string Reference => $"{Provider}/{Account}/{Subject}";

    internal string Subject => $"{Key}/{Kind}";
}

/// <summary>« Journée lue » — a Paris day whose movements were read whole. The days of an account follow one another from its first payment.</summary>
public sealed class ProviderDay
{
    public required StructureId StructureId { get; init; }
    public required PaymentProvider Provider { get; init; }
    public required string Account { get; init; }
    public required DateOnly Day { get; init; }
    public required DateTimeOffset ReadAt { get; init; }
    public required int Lines { get; init; }
}

/// <summary>How the provider's lines and our books disagree.</summary>
public enum ProviderGapKind
{
    /// <summary>A sale, a refund or a dispute of ours, and no line of the provider's.</summary>
    HereOnly,
    /// <summary>A line of the provider's, and nothing of ours.</summary>
    ThereOnly,
    Amount,
    /// <summary>The provider tells the same operation a second time.</summary>
    Twice,
    /// <summary>A line already read is told otherwise since, or no more.</summary>
    Changed,
}

/// <summary>A difference as a person meets it: each has its own words, for what to look at is not the same.</summary>
public enum ProviderGapCase
{
    HereOnlyPaid,
    /// <summary>A refund or a dispute of ours, or the money of one that came back.</summary>
    HereOnlyLeft,
    /// <summary>Money came, or left, of a payment we know.</summary>
    ThereOnlyPaid,
    ThereOnlyLeft,
    /// <summary>Nothing says which payment of ours it would be.</summary>
    UnknownPaid,
    UnknownLeft,
    OtherAmount,
    OtherCurrency,
    Twice,
    ToldOtherwise,
    NoLongerTold,
}

/// <summary>
/// « Écart avec un prestataire » — what one side says and the other does not. Nothing is corrected by it: a person of the régie looks and says what was done, or both sides come to
/// agree and it closes by itself, which is written too.
/// </summary>
public sealed class ProviderGap
{
    public required StructureId StructureId { get; init; }
    public long Id { get; init; }

    /// <summary>The régie whose people see to it.</summary>
    public required RegieId RegieId { get; init; }
    public required PaymentProvider Provider { get; init; }
    public required string Account { get; init; }
    public required ProviderGapKind Kind { get; init; }

    /// <summary>Our document, or the provider's line: one open difference of a kind for each.</summary>
    public required string Subject { get; init; }
    public PaymentId? PaymentId { get; init; }

    /// <summary>The Paris day of the fact.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>What our books say, in cents of euro, and what the provider says, in cents of <see cref="Currency"/>; null on the side that says nothing.</summary>
    public long? ExpectedCents { get; init; }
    public long? FoundCents { get; init; }
    public required string Currency { get; init; }
    public required DateTimeOffset SeenAt { get; init; }
    public DateTimeOffset? ResolvedAt { get; set; }
    public string? ResolvedBy { get; set; }
    public string? Outcome { get; set; }

    /// <summary>No person closed it: both sides came to agree, or another difference follows it.</summary>
    public bool Healed { get; set; }

    /// <summary>« Fait suite à » — the difference that said the same fact before, with the figures it had: this one is open because they changed, whoever had closed that one.</summary>
    public long? FollowsId { get; init; }

    /// <summary>Of one a person closed: both sides agree since then, and nothing of it is left in transit.</summary>
    public DateTimeOffset? GoneAt { get; set; }

    /// <summary>What there is to say and to do about it.</summary>
    public ProviderGapCase Case => Kind switch
    {
        ProviderGapKind.HereOnly => ExpectedCents < 0 ? ProviderGapCase.HereOnlyLeft : ProviderGapCase.HereOnlyPaid,
        ProviderGapKind.ThereOnly when PaymentId is null => FoundCents < 0 ? ProviderGapCase.UnknownLeft : ProviderGapCase.UnknownPaid,
        ProviderGapKind.ThereOnly => FoundCents < 0 ? ProviderGapCase.ThereOnlyLeft : ProviderGapCase.ThereOnlyPaid,
        ProviderGapKind.Amount => Currency == Matching.Euro ? ProviderGapCase.OtherAmount : ProviderGapCase.OtherCurrency,
        ProviderGapKind.Twice => ProviderGapCase.Twice,
        _ => FoundCents is null ? ProviderGapCase.NoLongerTold : ProviderGapCase.ToldOtherwise,
    };
}
