using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ETicket.Payments.Providers.PayPal;

/// <summary>What the application needs to take payments through PayPal; wrong settings stop it at its start, no account at all is right.</summary>
public static class PayPalModule
{
    /// <summary>The settings are those of <see cref="PayPalOptions"/>.</summary>
    public static IServiceCollection AddPayPal(this IServiceCollection services, Action<PayPalOptions> configure)
    {
        services.AddOptions<PayPalOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PayPalOptions>, PayPalOptionsCheck>());
        services.TryAddSingleton(provider => provider.GetRequiredService<IOptions<PayPalOptions>>().Value);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<PayPalTokens>();
        services.AddHttpClient<PayPalClient>(http =>
            {
                // The client keeps its own time: from the token to the last byte, which HttpClient.Timeout does not cover.
                http.Timeout = Timeout.InfiniteTimeSpan;
                http.MaxResponseContentBufferSize = PayPalClient.MaxBytes;
            })
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                UseCookies = false,
                AllowAutoRedirect = false,
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            });
        services.AddLogging();
        services.AddTransient<PayPalNotices>();
        services.AddTransient<PayPalDisputes>();
        services.AddTransient<PayPalRefunds>();
        services.AddTransient<IRefunds>(provider => provider.GetRequiredService<PayPalRefunds>());
        services.AddTransient<IProviderBooks, PayPalBooks>();
        services.AddTransient<PayPalProvider>();
        services.AddTransient<IPaymentProvider>(provider => provider.GetRequiredService<PayPalProvider>());
        return services;
    }
}
