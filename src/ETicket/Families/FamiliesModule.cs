using ETicket.Families.Changes;
using ETicket.Families.Desk;
using ETicket.Families.Documents;
using ETicket.Families.Dossier;
using ETicket.Families.Health;
using ETicket.Families.Photos;
using Microsoft.Extensions.DependencyInjection;

namespace ETicket.Families;

/// <summary>What this module offers to the program.</summary>
public static class FamiliesModule
{
    public static IServiceCollection AddFamilies(this IServiceCollection services) => services
        .AddSingleton<FamilyFiles>()
        .AddSingleton<LowBalanceThresholds>()
        .AddSingleton<FileCards>()
        .AddSingleton<Leavings>()
        .AddSingleton<Sendings>()
        .AddSingleton<FileLists>()
        .AddSingleton<FileChanges>()
        .AddSingleton<Decisions>()
        .AddSingleton<FileDesk>()
        .AddSingleton<HealthRecords>()
        .AddSingleton<DocumentKinds>()
        .AddSingleton<FamilyDocuments>()
        .AddSingleton<ChildPhotos>();
}
