using ETicket.Families.Documents;
using ETicket.Families.Health;
using ETicket.Families.Photos;
using Microsoft.Extensions.DependencyInjection;

namespace ETicket.Families;

/// <summary>What this module offers to the program.</summary>
public static class FamiliesModule
{
    public static IServiceCollection AddFamilies(this IServiceCollection services) => services
        .AddSingleton<FamilyFiles>()
        .AddSingleton<HealthRecords>()
        .AddSingleton<DocumentKinds>()
        .AddSingleton<FamilyDocuments>()
        .AddSingleton<ChildPhotos>()
        .AddSingleton<LowBalanceThresholds>();
}
