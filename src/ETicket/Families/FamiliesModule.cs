using ETicket.Families.Changes;
using ETicket.Families.Desk;
using ETicket.Families.Dossier;
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
        .AddSingleton<FileDesk>();
}
