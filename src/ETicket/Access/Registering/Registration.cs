using ETicket.Kernel;

namespace ETicket.Access.Registering;

/// <summary>
/// « Demande de compte » — what a new family wrote, until the link sent to its address is followed: there is no file and no login before. Only the digest of the link's token is kept.
/// </summary>
public sealed class Registration
{
    public required StructureId StructureId { get; init; }

    /// <summary>SHA-256 of the token.</summary>
    public required byte[] Hash { get; init; }
    public required string FirstName { get; init; }
    public required string LastName { get; init; }
    public required string Email { get; init; }
    public required string PasswordHash { get; init; }

    /// <summary>The texts that were accepted (see <see cref="Structures.StructureText"/>).</summary>
    public required Guid[] Texts { get; init; }
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>First instant at which the link opens nothing.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? DoneAt { get; set; }
}

/// <summary>« Accord » — a login accepted a version of a text, that day: the proof, which nothing changes.</summary>
public sealed class Agreement
{
    public required StructureId StructureId { get; init; }
    public required Guid LoginId { get; init; }
    public required Guid TextId { get; init; }
    public required DateTimeOffset At { get; init; }
}
