using ETicket.Catalogue;
using ETicket.Families;
using ETicket.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ETicket.Bulletin.Questions;

/// <summary>« Question » — of a family to its structure, and the one answer. Both are sealed: people write of health there.</summary>
public sealed class Question
{
    public required StructureId StructureId { get; init; }

    /// <summary>Made with the form: sent twice, it is asked once.</summary>
    public required Guid Id { get; init; }
    public required FamilyId FamilyId { get; init; }

    /// <summary>The service it is about; null for anything else.</summary>
    public ActivityId? ActivityId { get; init; }
    public required byte[] Sealed { get; init; }
    public required DateTimeOffset AskedAt { get; init; }
    public required string AskedBy { get; init; }
    public byte[]? SealedAnswer { get; init; }
    public DateTimeOffset? AnsweredAt { get; init; }
    public string? AnsweredBy { get; init; }
}

/// <summary>« Lecture notée » — a question opened by somebody of the staff, written in the transaction that opens it.</summary>
public sealed class QuestionRead
{
    public required StructureId StructureId { get; init; }
    public long Id { get; init; }
    public required Guid QuestionId { get; init; }
    public required Guid LoginId { get; init; }
    public required string ReadBy { get; init; }
    public required DateTimeOffset At { get; init; }
}

internal sealed class QuestionsMapping : IEntityTypeConfiguration<Question>, IEntityTypeConfiguration<QuestionRead>
{
    public void Configure(EntityTypeBuilder<Question> builder)
    {
        builder.ToTable("question", t => t.HasCheckConstraint("question_answered_whole", "(answered_at is null) = (sealed_answer is null) and (answered_at is null) = (answered_by is null)")).HasKey(q => new { q.StructureId, q.Id });
        builder.HasOne<Family>().WithMany().HasForeignKey(q => new { q.StructureId, q.FamilyId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Activity>().WithMany().HasForeignKey(q => new { q.StructureId, q.ActivityId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(q => new { q.StructureId, q.FamilyId, q.AskedAt });
    }

    public void Configure(EntityTypeBuilder<QuestionRead> builder)
    {
        builder.ToTable("question_read").HasKey(r => new { r.StructureId, r.Id });
        builder.Property(r => r.Id).UseIdentityByDefaultColumn();
        builder.HasOne<Question>().WithMany().HasForeignKey(r => new { r.StructureId, r.QuestionId }).OnDelete(DeleteBehavior.Restrict);
    }
}
