using ETicket.Access.Events;
using ETicket.Access.Links;
using ETicket.Structures;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ETicket.Access;

internal sealed class AccessMapping :
    IEntityTypeConfiguration<Login>, IEntityTypeConfiguration<IdentityUserClaim<Guid>>, IEntityTypeConfiguration<IdentityUserLogin<Guid>>,
    IEntityTypeConfiguration<IdentityUserToken<Guid>>, IEntityTypeConfiguration<LoginAccess>, IEntityTypeConfiguration<LoginLink>, IEntityTypeConfiguration<LoginEvent>,
    IEntityTypeConfiguration<DataProtectionKey>
{
    public void Configure(EntityTypeBuilder<Login> builder)
    {
        builder.ToTable("login").HasKey(l => l.Id);
        builder.Property(l => l.ConcurrencyStamp).IsConcurrencyToken();
        builder.HasIndex(l => l.NormalizedUserName).IsUnique();
        builder.HasIndex(l => l.NormalizedEmail);
    }

    public void Configure(EntityTypeBuilder<IdentityUserClaim<Guid>> builder)
    {
        builder.ToTable("login_claim").HasKey(c => c.Id);
        builder.HasOne<Login>().WithMany().HasForeignKey(c => c.UserId);
    }

    public void Configure(EntityTypeBuilder<IdentityUserLogin<Guid>> builder)
    {
        builder.ToTable("login_provider").HasKey(l => new { l.LoginProvider, l.ProviderKey });
        builder.HasOne<Login>().WithMany().HasForeignKey(l => l.UserId);
    }

    public void Configure(EntityTypeBuilder<IdentityUserToken<Guid>> builder)
    {
        builder.ToTable("login_token").HasKey(t => new { t.UserId, t.LoginProvider, t.Name });
        builder.HasOne<Login>().WithMany().HasForeignKey(t => t.UserId);
    }

    public void Configure(EntityTypeBuilder<LoginAccess> builder)
    {
        builder.ToTable("login_access").HasKey(a => new { a.LoginId, a.StructureId, a.Role, a.FamilyId });
        builder.HasOne<Login>().WithMany().HasForeignKey(a => a.LoginId);
        builder.HasOne<Structure>().WithMany().HasForeignKey(a => a.StructureId);
    }

    public void Configure(EntityTypeBuilder<LoginLink> builder)
    {
        builder.ToTable("login_link").HasKey(l => l.Hash);
        builder.HasOne<Login>().WithMany().HasForeignKey(l => l.LoginId);
    }

    public void Configure(EntityTypeBuilder<LoginEvent> builder)
    {
        builder.ToTable("login_event").HasKey(e => e.Id);
        builder.Property(e => e.Id).UseIdentityByDefaultColumn();
        builder.HasIndex(e => new { e.LoginId, e.At });
        builder.HasOne<Login>().WithMany().HasForeignKey(e => e.LoginId);
    }

    public void Configure(EntityTypeBuilder<DataProtectionKey> builder)
    {
        builder.ToTable("data_protection_key").HasKey(k => k.Id);
        builder.Property(k => k.FriendlyName).IsRequired();
        builder.Property(k => k.Xml).IsRequired();
    }
}
