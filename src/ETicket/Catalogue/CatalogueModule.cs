using Microsoft.Extensions.DependencyInjection;

namespace ETicket.Catalogue;

/// <summary>What this module offers to the program.</summary>
public static class CatalogueModule
{
    public static IServiceCollection AddCatalogue(this IServiceCollection services) => services
        .AddSingleton<Activities>();
}
