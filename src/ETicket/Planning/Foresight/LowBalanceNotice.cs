using ETicket.Families;
using ETicket.Kernel;
using ETicket.Wallets;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ETicket.Planning.Foresight;

/// <summary>
/// « Alerte donnée » — what an adult was last told of a booklet: written with the letter, it is what makes the next one wait for new tickets, and for another day.
/// </summary>
public sealed class LowBalanceNotice
{
    public required StructureId StructureId { get; init; }
    public required GuardianId GuardianId { get; init; }
    public required long WalletId { get; init; }

    /// <summary>The last transfer of the wallet the letter knew, 0 for none: tickets bought after it make the alert ready again.</summary>
    public required long TransferId { get; init; }

    /// <summary>The Paris day of the letter.</summary>
    public required DateOnly ToldOn { get; init; }
}

internal sealed class LowBalanceNoticeMapping : IEntityTypeConfiguration<LowBalanceNotice>
{
    public void Configure(EntityTypeBuilder<LowBalanceNotice> builder)
    {
        builder.ToTable("low_balance_notice").HasKey(n => new { n.StructureId, n.GuardianId, n.WalletId });
        builder.HasOne<Guardian>().WithMany().HasForeignKey(n => new { n.StructureId, n.GuardianId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Wallet>().WithMany().HasForeignKey(n => new { n.StructureId, n.WalletId }).OnDelete(DeleteBehavior.Restrict);
    }
}
