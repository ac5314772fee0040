using ETicket.Kernel;

namespace ETicket.Mail;

/// <summary>
/// « Lettre à envoyer » — one row per (event, recipient), written in the transaction of the fact it tells. The address is not stored, but where it is changed itself:
/// it is read from the guardian when the letter leaves, so that an address changed in between is honoured.
/// </summary>
public sealed class OutboxLetter
{
    public required StructureId StructureId { get; init; }
    public long Id { get; init; }

    /// <summary>Which letter: <c>TopUpReceipt</c>…</summary>
    public required string Name { get; init; }

    /// <summary>The event it tells: the receipt's id…</summary>
    public required string Reference { get; init; }
    public required FamilyId FamilyId { get; init; }
    public required GuardianId GuardianId { get; init; }

    /// <summary>Null but for two letters of a change of address: to the one to be confirmed, and to the one given up.</summary>
    public string? Address { get; init; }

    /// <summary>The variables of the letter (jsonb, snake_case), as they were when the fact was written.</summary>
    public required string Variables { get; init; }

    /// <summary>One of <see cref="LetterStates"/>.</summary>
    public required string State { get; set; }

    /// <summary>Times it was taken for sending.</summary>
    public int Attempts { get; set; }
    public required DateTimeOffset QueuedAt { get; init; }

    /// <summary>When it may be taken; while it is being sent, when it may be taken back from a postman who never returned.</summary>
    public required DateTimeOffset NextAttemptAt { get; set; }

    /// <summary>When what it says stops being of use or true: later than that it is dropped. Null: never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
    public DateTimeOffset? ClaimedAt { get; set; }
    public DateTimeOffset? SentAt { get; set; }
    public string? LastError { get; set; }

    /// <summary>Given at the first attempt and never changed: a receiver that saw the letter recognises its repetition.</summary>
    public string? MessageId { get; set; }
}

/// <summary>The states of a letter, as stored.</summary>
public static class LetterStates
{
    public const string Queued = "queued";
    public const string Sending = "sending";
    public const string Sent = "sent";

    /// <summary>Will not be tried again without a person.</summary>
    public const string Failed = "failed";

    /// <summary>The person is gone or has no address any more, stopped such letters, or what it says is over or not true any more.</summary>
    public const string Dropped = "dropped";
}
