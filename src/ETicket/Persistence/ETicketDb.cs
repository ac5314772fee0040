using System.Reflection;
using ETicket.Kernel;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ETicket.Persistence;

/// <summary>
/// The one database of ETicket, seen by EF Core. It names no module: each brings its mappings, found by assembly, and is
/// reached by <c>Set&lt;T&gt;()</c>. Bulk work and money go through SQL functions kept beside their module (see <see cref="SqlFiles"/>).
/// </summary>
public sealed class ETicketDb(DbContextOptions<ETicketDb> options) : DbContext(options), IDataProtectionKeyContext
{
    /// <summary>Keys of cookies and of forms, read and added to by ASP.NET itself.</summary>
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <summary>A context on a connection of its own. Given the source itself, EF Core would build its whole model again for each: seconds at each start.</summary>
    internal static ETicketDb On(NpgsqlDataSource source) =>
        new(new DbContextOptionsBuilder<ETicketDb>().UseNpgsql(source.CreateConnection(), contextOwnsConnection: true).Options);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.ComplexProperties<Money>();
        foreach (var id in typeof(StructureId).Assembly.GetTypes().Where(IsId))
            configurationBuilder.Properties(id).HaveConversion(typeof(IdConverter<>).MakeGenericType(id));
        configurationBuilder.Properties<Enum>().HaveConversion<string>();
        configurationBuilder.Properties<PaymentMeans>().HaveConversion<MeansConverter>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(Assembly.GetExecutingAssembly());
        SnakeCase.Apply(modelBuilder);
    }

    private static bool IsId(Type type) =>
        type.IsValueType && type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IId<>));
}
