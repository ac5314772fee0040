using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ETicket.Payments.Providers.Stripe;

/// <summary>What the application needs to take payments through Stripe; wrong settings stop it at its start.</summary>
public static class StripeModule
{
    /// <summary>With the settings of a configuration section: the names are those of <see cref="StripeOptions"/>.</summary>
    public static IServiceCollection AddStripe(this IServiceCollection services, IConfiguration section) => services.AddStripe(options => section.Bind(options));

    /// <summary>With settings written in code.</summary>
    public static IServiceCollection AddStripe(this IServiceCollection services, Action<StripeOptions> configure)
    {
        services.AddOptions<StripeOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<StripeOptions>, StripeOptionsCheck>());
        services.TryAddSingleton(provider => provider.GetRequiredService<IOptions<StripeOptions>>().Value);
        services.TryAddSingleton(TimeProvider.System);
        services.AddTransient<StripeWire>();
        // The library reads each answer whole before it looks at it: these two bound it from the connection to the last byte.
        services.AddHttpClient<StripeClient>((provider, http) => (http.Timeout, http.MaxResponseContentBufferSize) = (provider.GetRequiredService<StripeOptions>().TimeOut, StripeClient.MostBytes))
            .AddHttpMessageHandler<StripeWire>()
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                UseCookies = false,
                AllowAutoRedirect = false,
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            });
        services.AddLogging();
        services.AddTransient<StripeProvider>();
        services.AddTransient<StripeNotices>();
        services.AddTransient<IPaymentProvider>(provider => provider.GetRequiredService<StripeProvider>());
        services.AddTransient<IRefunds>(provider => provider.GetRequiredService<StripeProvider>());
        services.AddTransient<IProviderBooks, StripeBooks>();
        return services;
    }
}
