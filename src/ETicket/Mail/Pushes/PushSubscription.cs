using ETicket.Kernel;

namespace ETicket.Mail.Pushes;

/// <summary>
/// « Appareil à prévenir » — where the browser of one login takes notifications for one adult of a file, and the keys that let nobody but that browser read them (RFC 8291). It goes when its
/// owner says so, and when the service of notifications knows it no more.
/// </summary>
internal sealed class PushSubscription
{
    public required StructureId StructureId { get; init; }
    public required Guid Id { get; init; }
    public required Guid LoginId { get; init; }
    public required GuardianId GuardianId { get; init; }

    /// <summary>An address at one of the services of <see cref="PushOptions.Hosts"/>, and no other.</summary>
    public required string Endpoint { get; init; }
    public required string PublicKey { get; init; }
    public required string Secret { get; init; }
    public required DateTimeOffset MadeAt { get; init; }
}
