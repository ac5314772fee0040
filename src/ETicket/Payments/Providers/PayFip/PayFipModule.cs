using ETicket.Persistence;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ETicket.Payments.Providers.PayFip;

/// <summary>What the application needs to take payments through PayFiP; wrong settings stop it at its start.</summary>
public static class PayFipModule
{
    /// <summary>With the settings of a configuration section: the names are those of <see cref="PayFipOptions"/>.</summary>
    public static IServiceCollection AddPayFip(this IServiceCollection services, IConfiguration section) =>
        services.AddPayFip(options => section.Bind(options));

    /// <summary>With settings written in code; none means the public service.</summary>
    public static IServiceCollection AddPayFip(this IServiceCollection services, Action<PayFipOptions>? configure = null)
    {
        services.AddOptions<PayFipOptions>().Configure(configure ?? (_ => { })).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PayFipOptions>, PayFipOptionsCheck>());
        services.TryAddSingleton(provider => provider.GetRequiredService<IOptions<PayFipOptions>>().Value);
        services.TryAddSingleton(TimeProvider.System);
        // The client keeps its own time: from the connection to the last byte, which HttpClient.Timeout does not cover.
        services.AddHttpClient<PayFipClient>(http => http.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                UseCookies = false,
                AllowAutoRedirect = false,
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            });
        services.AddLogging();
        services.AddTransient<PayFipProvider>();
        services.AddTransient(provider => new PayFipRegies(provider.GetRequiredService<Database>(), provider.GetRequiredService<PayFipProvider>(), provider.GetRequiredService<PayFipOptions>()));
        services.AddTransient<IPaymentProvider>(provider => provider.GetRequiredService<PayFipProvider>());
        return services;
    }
}
