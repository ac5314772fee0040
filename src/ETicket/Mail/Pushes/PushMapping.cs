using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ETicket.Mail.Pushes;

internal sealed class PushMapping : IEntityTypeConfiguration<PushSubscription>
{
    public void Configure(EntityTypeBuilder<PushSubscription> builder)
    {
        builder.ToTable("push_subscription").HasKey(s => new { s.StructureId, s.Id });
        builder.Property(s => s.Endpoint).HasMaxLength(PushAddress.Longest);
        // A browser is one device, whoever used it last.
        builder.HasIndex(s => new { s.StructureId, s.Endpoint }).IsUnique();
        builder.HasIndex(s => new { s.StructureId, s.GuardianId });
    }
}
