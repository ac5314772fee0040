using ETicket.Mail.Stops;
using ETicket.Mail.Undelivered;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ETicket.Mail;

internal sealed class MailMapping : IEntityTypeConfiguration<OutboxLetter>, IEntityTypeConfiguration<UndeliveredLetter>, IEntityTypeConfiguration<LetterStop>
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

    public void Configure(EntityTypeBuilder<UndeliveredLetter> builder)
    {
        builder.ToTable("undelivered_letter").HasKey(l => new { l.StructureId, l.Id });
        builder.Property(l => l.Id).UseIdentityByDefaultColumn();
        builder.HasOne<OutboxLetter>().WithMany().HasForeignKey(l => new { l.StructureId, l.LetterId }).OnDelete(DeleteBehavior.Cascade);
        // What waits for a person, counted on the mairie's first page, and once per letter.
        builder.HasIndex(l => new { l.StructureId, l.LetterId }).IsUnique().HasFilter("resolved_at is null");
    }

    public void Configure(EntityTypeBuilder<LetterStop> builder)
    {
        builder.ToTable("letter_stop").HasKey(s => new { s.StructureId, s.GuardianId, s.Topic });
        builder.HasIndex(s => new { s.StructureId, s.Token }).IsUnique();
        builder.Property(s => s.ByPush).HasDefaultValueSql("false");
    }
}
