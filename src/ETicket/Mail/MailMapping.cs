using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ETicket.Mail;

internal sealed class MailMapping : IEntityTypeConfiguration<OutboxLetter>
{
    public void Configure(EntityTypeBuilder<OutboxLetter> builder)
    {
        builder.ToTable("outbox_letter").HasKey(l => new { l.StructureId, l.Id });
        builder.Property(l => l.Id).UseIdentityByDefaultColumn();
        builder.Property(l => l.Variables).HasColumnType("jsonb");
        builder.HasIndex(l => new { l.StructureId, l.Name, l.Reference, l.GuardianId }).IsUnique();
        builder.HasIndex(l => l.NextAttemptAt).HasFilter("state = 'queued'");
    }
}
