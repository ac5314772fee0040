using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ETicket.Ledger;

/// <summary>The copy of <see cref="Chart.Moves"/> the audit reads; a change of the table is a migration.</summary>
internal sealed class ChartMove
{
    public required EntryKind EntryKind { get; init; }
    public required AccountKind DebitKind { get; init; }
    public required AccountKind CreditKind { get; init; }
}

internal sealed class LedgerMapping :
    IEntityTypeConfiguration<Account>, IEntityTypeConfiguration<Entry>, IEntityTypeConfiguration<Transfer>, IEntityTypeConfiguration<ChartMove>
{
    public void Configure(EntityTypeBuilder<Account> builder)
    {
        builder.ToTable("account").HasKey(a => new { a.StructureId, a.Id });
        builder.Property(a => a.Id).UseIdentityAlwaysColumn();
        builder.HasIndex(a => new { a.StructureId, a.Kind, a.Owner, a.Part }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<Entry> builder)
    {
        builder.ToTable("entry").HasKey(e => new { e.StructureId, e.Id });
        builder.Property(e => e.Id).UseIdentityByDefaultColumn();
        builder.HasIndex(e => new { e.StructureId, e.Kind, e.Reference }).IsUnique();
        builder.HasIndex(e => new { e.StructureId, e.EffectiveOn });
    }

    public void Configure(EntityTypeBuilder<Transfer> builder)
    {
        // No foreign key leaves the journal: on its bulk path they cost two to three times, and the audit proves the same every night.
        builder.ToTable("transfer", t =>
        {
            t.HasCheckConstraint("transfer_amount_positive", "cents > 0 and quantity >= 0");
            t.HasCheckConstraint("transfer_two_accounts", "debit_id <> credit_id");
        }).HasKey(t => new { t.StructureId, t.Id });
        builder.Property(t => t.Id).UseIdentityByDefaultColumn();
        builder.HasIndex(t => new { t.StructureId, t.EntryId });
        builder.HasIndex(t => new { t.StructureId, t.WalletId, t.Id }).HasFilter("wallet_id is not null");
        builder.HasIndex(t => new { t.StructureId, t.MirrorsId }).HasFilter("mirrors_id is not null");
    }

    public void Configure(EntityTypeBuilder<ChartMove> builder)
    {
        builder.ToTable("chart_move").HasKey(m => new { m.EntryKind, m.DebitKind, m.CreditKind });
        builder.HasData(Chart.Moves.Select(m => new ChartMove { EntryKind = m.Entry, DebitKind = m.Debit, CreditKind = m.Credit }));
    }
}
