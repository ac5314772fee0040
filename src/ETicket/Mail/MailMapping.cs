using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ETicket.Mail;

internal sealed class MailMapping : IEntityTypeConfiguration<OutboxLetter>
{
    public void Configure(EntityTypeBuilder<OutboxLetter> builder)
    {
        builder.ToTable("outbox_letter", table =>
            table.HasCheckConstraint("ck_outbox_letter_state", "state in ('queued', 'sending', 'sent', 'failed', 'dropped')"));
        builder.HasKey(l => new { l.StructureId, l.Id });
        builder.Property(l => l.Id).UseIdentityByDefaultColumn();
        builder.Property(l => l.Variables).HasColumnType("jsonb");
        builder.HasIndex(l => new { l.StructureId, l.Name, l.Reference, l.GuardianId }).IsUnique();
        // Both what waits and what a lost postman holds: one index answers "what is due", however many letters were sent before.
        builder.HasIndex(l => l.NextAttemptAt).HasFilter("state in ('queued', 'sending')");
    }
}
