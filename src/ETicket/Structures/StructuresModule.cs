using Microsoft.Extensions.DependencyInjection;

namespace ETicket.Structures;

/// <summary>What this module offers to the program.</summary>
public static class StructuresModule
{
    public static IServiceCollection AddStructures(this IServiceCollection services) => services
        .AddSingleton<StructureSetup>()
        .AddSingleton<ActMeans>();
}
