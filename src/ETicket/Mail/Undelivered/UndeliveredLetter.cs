using ETicket.Kernel;

namespace ETicket.Mail.Undelivered;

/// <summary>
/// « Courrier non remis » — a letter that will not leave without a person: where it was sent, why it did not go, and what a person made of it. A letter sent again that fails
/// again has a second one.
/// </summary>
public sealed class UndeliveredLetter
{
    public required StructureId StructureId { get; init; }
    public long Id { get; init; }

    /// <summary>The letter in the outbox.</summary>
    public required long LetterId { get; init; }
    public required DateTimeOffset FailedAt { get; init; }

    /// <summary>The address it was shown for; the file may say another since.</summary>
    public required string Address { get; init; }
    public required UndeliveredReason Reason { get; init; }

    /// <summary>What the server, or the program, said in its own words.</summary>
    public required string Detail { get; init; }
    public DateTimeOffset? ResolvedAt { get; set; }
    public string? ResolvedBy { get; set; }

    /// <summary>What the person wrote when setting it aside; null when the letter was sent again.</summary>
    public string? Outcome { get; set; }
}

/// <summary>« Motif » — why a letter did not leave, as far as the answers of mail servers can be told apart (RFC 3463, RFC 5321 §4.2).</summary>
public enum UndeliveredReason
{
    /// <summary>What the file holds is no address.</summary>
    NotAnAddress,

    /// <summary>Nobody has this address, or not any more.</summary>
    UnknownAddress,

    /// <summary>The mailbox takes nothing more.</summary>
    FullMailbox,

    /// <summary>The family's provider keeps letters like ours out.</summary>
    Blocked,

    /// <summary>Refused for ever, for a reason of the server's own.</summary>
    Refused,

    /// <summary>Refused for now during five days.</summary>
    TooLong,

    /// <summary>Given whole twice, and no answer either time: it may have arrived.</summary>
    Unanswered,

    /// <summary>Its template cannot be filled: the operator mends it.</summary>
    Template,

    /// <summary>Something nobody foresaw: the operator looks.</summary>
    Unforeseen,
}
