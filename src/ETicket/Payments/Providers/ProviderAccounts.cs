using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Structures;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Npgsql;

namespace ETicket.Payments.Providers;

/// <summary>
/// « Compte chez un prestataire » — which of our accounts at a provider a régie collects on. Only its public name: keys and secrets are in the configuration, under that
/// name, and never stored.
/// </summary>
public sealed class ProviderAccount
{
    public required StructureId StructureId { get; init; }
    public required RegieId RegieId { get; init; }
    public required PaymentProvider Provider { get; init; }
    public required string Account { get; init; }
}

/// <summary>« Titulaire » — the one structure an account belongs to: that which opened it first. Its key holds across structures.</summary>
public sealed class ProviderAccountOwner
{
    public required PaymentProvider Provider { get; init; }
    public required string Account { get; init; }
    public required StructureId StructureId { get; init; }
    public required DateTimeOffset Since { get; init; }
}

/// <summary>« Comptes des régies » — what may be paid how: allowed by the régie's act, and open at the provider.</summary>
public sealed class ProviderAccounts(Database database)
{
    /// <summary>
    /// « Ouvrir un compte » — the régie collects on this account from now on; the same again changes nothing. Another account in its place is a bug of the caller: what was
    /// opened on the first is asked about there. Refuses with <see cref="AccountOfAnotherStructure"/> one that belongs to another structure.
    /// </summary>
    public async Task OpenAsync(StructureId structure, RegieId regie, PaymentProvider provider, string account, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        if (await work.Read<ProviderAccount>().AnyAsync(a => a.RegieId == regie && a.Provider == provider && a.Account == account, stop))
            return;
        work.Db.Add(new ProviderAccount { StructureId = structure, RegieId = regie, Provider = provider, Account = account });
        try
        {
            await work.CommitAsync(stop);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { ConstraintName: ProviderAccountMapping.OfOneStructure })
        {
            throw new AccountOfAnotherStructure(account, provider.ToString());
        }
    }

    /// <summary>Product by product, the providers a family may pay with that day: PayFiP where the régie has its client number, the others where it has an account.</summary>
    public static async Task<ILookup<ServiceId, PaymentProvider>> OfferedAsync(Work work, DateOnly day, CancellationToken stop)
    {
        var allowed = await (from m in work.Read<AllowedMeans>().Where(AllowedMeans.On(day))
                             join s in work.Read<RegieService>() on m.ServiceId equals s.Id
                             join r in work.Read<Regie>() on s.RegieId equals r.Id
                             select new { Service = s.Id, Regie = r.Id, m.Means, PayFip = r.ClientNumber != null }).ToListAsync(stop);
        var accounts = (await work.Read<ProviderAccount>().Select(a => new { a.RegieId, a.Provider }).ToListAsync(stop)).Select(a => (a.RegieId, a.Provider)).ToHashSet();
        return (from a in allowed
                from provider in Enum.GetValues<PaymentProvider>()
                where provider.Means().Contains(a.Means) && (provider is PaymentProvider.PayFip ? a.PayFip : accounts.Contains((a.Regie, provider)))
                select (a.Service, provider)).Distinct().ToLookup(x => x.Service, x => x.provider);
    }
}

internal sealed class ProviderAccountMapping : IEntityTypeConfiguration<ProviderAccount>, IEntityTypeConfiguration<ProviderAccountOwner>
{
    public const string OfOneStructure = "provider_account_of_one_structure";

    public void Configure(EntityTypeBuilder<ProviderAccountOwner> builder)
    {
        builder.ToTable("provider_account_owner").HasKey(o => new { o.Provider, o.Account });
        builder.HasAlternateKey(o => new { o.Provider, o.Account, o.StructureId });
    }

    public void Configure(EntityTypeBuilder<ProviderAccount> builder)
    {
        builder.ToTable("provider_account").HasKey(a => new { a.StructureId, a.RegieId, a.Provider });
        // A trigger makes its owner (Accounts.sql).
        builder.HasOne<ProviderAccountOwner>().WithMany().HasForeignKey(a => new { a.Provider, a.Account, a.StructureId }).HasPrincipalKey(o => new { o.Provider, o.Account, o.StructureId })
            .HasConstraintName(OfOneStructure).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Regie>().WithMany().HasForeignKey(a => new { a.StructureId, a.RegieId }).OnDelete(DeleteBehavior.Restrict);
    }
}
