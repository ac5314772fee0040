using ETicket.Families;
using ETicket.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ETicket.Access.SecondAccounts;

/// <summary>
/// « Demande d'un deuxième accès » — an adult who answers for the children of a file that somebody enters already would enter it too, by an address of their own: what was asked, what the
/// mairie said, and the link that opens it once. Only the digest of its token is kept.
/// </summary>
public sealed class SecondAccount
{
    public required StructureId StructureId { get; init; }
    public required Guid Id { get; init; }
    public required FamilyId FamilyId { get; init; }

    /// <summary>Whose access it would be.</summary>
    public required GuardianId GuardianId { get; init; }

    /// <summary>Where the link goes; it becomes the identifiant, and the address of that adult in the file.</summary>
    public required string Email { get; init; }
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>The login of the file that asked for the other adult; null where the adult asked by the address the file bears, which proved itself.</summary>
    public Guid? AskedBy { get; init; }
    public RequestState State { get; init; }
    public DateTimeOffset? DecidedAt { get; init; }
    public string? DecidedBy { get; init; }

    /// <summary>Why the mairie said no, for whoever asked.</summary>
    public string? Reason { get; init; }

    /// <summary>SHA-256 of the token of the last link sent; null before a yes.</summary>
    public byte[]? Hash { get; init; }

    /// <summary>First instant at which that link opens nothing.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
    public DateTimeOffset? OpenedAt { get; init; }
}

/// <summary>A request waits, then is answered once.</summary>
public enum RequestState { Pending, Accepted, Refused }

internal sealed class SecondAccountMapping : IEntityTypeConfiguration<SecondAccount>
{
    public void Configure(EntityTypeBuilder<SecondAccount> builder)
    {
        builder.ToTable("second_account", t =>
        {
            t.HasCheckConstraint("second_account_answered", "state in ('Pending', 'Accepted', 'Refused') and (state = 'Pending') = (decided_at is null)");
            t.HasCheckConstraint("second_account_link_after_a_yes", "(state = 'Accepted') = (hash is not null) and (hash is null) = (expires_at is null) and (opened_at is null or state = 'Accepted')");
        }).HasKey(a => new { a.StructureId, a.Id });
        builder.HasOne<Guardian>().WithMany().HasForeignKey(a => new { a.StructureId, a.GuardianId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Family>().WithMany().HasForeignKey(a => new { a.StructureId, a.FamilyId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(a => new { a.StructureId, a.GuardianId }, "one_pending_access_per_adult").IsUnique().HasFilter("state = 'Pending'");
    }
}
