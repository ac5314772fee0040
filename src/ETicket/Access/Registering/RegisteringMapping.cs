using ETicket.Structures;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ETicket.Access.Registering;

internal sealed class RegisteringMapping : IEntityTypeConfiguration<Registration>, IEntityTypeConfiguration<Agreement>
{
    public void Configure(EntityTypeBuilder<Registration> builder)
    {
        builder.ToTable("registration").HasKey(r => new { r.StructureId, r.Hash });
        builder.HasOne<Structure>().WithMany().HasForeignKey(r => r.StructureId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<Agreement> builder)
    {
        builder.ToTable("agreement").HasKey(a => new { a.StructureId, a.LoginId, a.TextId });
        builder.HasOne<StructureText>().WithMany().HasForeignKey(a => new { a.StructureId, a.TextId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Login>().WithMany().HasForeignKey(a => a.LoginId).OnDelete(DeleteBehavior.Restrict);
    }
}
