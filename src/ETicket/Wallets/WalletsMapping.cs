using ETicket.Catalogue;
using ETicket.Families;
using ETicket.Ledger;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ETicket.Wallets;

internal sealed class WalletsMapping :
    IEntityTypeConfiguration<Wallet>, IEntityTypeConfiguration<Lot>, IEntityTypeConfiguration<Debt>, IEntityTypeConfiguration<DebtMeeting>
{
    public void Configure(EntityTypeBuilder<Wallet> builder)
    {
        builder.ToTable("wallet", t => t.HasCheckConstraint("wallet_held_not_negative", "held >= 0")).HasKey(w => new { w.StructureId, w.Id });
        builder.HasStorageParameter("fillfactor", 70);
        // The type first: every index that begins with a type then finds one wallet, and the one of the families a few. One of the types alone would read them all.
        builder.HasIndex(w => new { w.StructureId, w.TicketTypeId, w.FamilyId }).IsUnique();
        builder.HasOne<Account>().WithOne().HasForeignKey<Wallet>(w => new { w.StructureId, w.Id }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Family>().WithMany().HasForeignKey(w => new { w.StructureId, w.FamilyId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<TicketType>().WithMany().HasForeignKey(w => new { w.StructureId, w.TicketTypeId }).OnDelete(DeleteBehavior.Restrict);
        builder.Ignore(w => w.Available);
    }

    public void Configure(EntityTypeBuilder<Lot> builder)
    {
        builder.ToTable("lot", t =>
        {
            t.HasCheckConstraint("lot_remaining_within_bought", "remaining between 0 and bought and bought > 0");
            t.HasCheckConstraint("lot_spent_when_empty", "spent = (remaining = 0)");
            t.HasCheckConstraint("lot_price_positive", "unit_cents > 0");
        }).HasKey(l => new { l.StructureId, l.Id });
        builder.Property(l => l.Id).UseIdentityByDefaultColumn();
        builder.HasStorageParameter("fillfactor", 70);
        builder.HasIndex(l => new { l.StructureId, l.WalletId, l.Id }).HasFilter("not spent");
        builder.HasIndex(l => new { l.StructureId, l.TransferId });
        builder.HasOne<Wallet>().WithMany().HasForeignKey(l => new { l.StructureId, l.WalletId }).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<Debt> builder)
    {
        builder.ToTable("debt", t =>
        {
            t.HasCheckConstraint("debt_remaining_within_quantity", "remaining between 0 and quantity and quantity > 0");
            t.HasCheckConstraint("debt_settled_when_met", "settled = (remaining = 0)");
        }).HasKey(d => new { d.StructureId, d.Id });
        builder.Property(d => d.Id).UseIdentityByDefaultColumn();
        builder.HasIndex(d => new { d.StructureId, d.WalletId, d.Id }).HasFilter("not settled");
        builder.HasIndex(d => new { d.StructureId, d.TransferId });
    }

    public void Configure(EntityTypeBuilder<DebtMeeting> builder)
    {
        builder.ToTable("debt_meeting", t => t.HasCheckConstraint("debt_meeting_undone_within", "undone between 0 and quantity and quantity > 0"))
            .HasKey(m => new { m.StructureId, m.Id });
        builder.Property(m => m.Id).UseIdentityByDefaultColumn();
        builder.HasIndex(m => new { m.StructureId, m.DebtId });
        builder.HasIndex(m => new { m.StructureId, m.LotId });
    }
}
