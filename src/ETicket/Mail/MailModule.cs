using ETicket.Mail.Preview;
using ETicket.Mail.Smtp;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ETicket.Mail;

/// <summary>Letters, their templates and their postman.</summary>
internal static class MailModule
{
    /// <param name="worker">The data source of the worker role: it sees the letters of every structure.</param>
    public static IServiceCollection AddMail(this IServiceCollection services, IConfiguration configuration, Func<IServiceProvider, NpgsqlDataSource> worker)
    {
        services.AddOptions<MailOptions>().Bind(configuration.GetSection(MailOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<MailOptions>, MailOptionsCheck>();
        services.AddSingleton<Templates>();
        services.AddSingleton<IMailTransport, SmtpTransport>();
        services.AddSingleton(provider => new LetterCarrier(provider.GetRequiredService<Templates>(), provider.GetRequiredService<IOptions<MailOptions>>().Value));
        services.AddSingleton(provider => new OutboxDesk(worker(provider)));
        services.AddSingleton<Postman>();
        services.AddSingleton<OperatorPost>();
        services.AddSingleton<LetterSamples>().AddSingleton<LetterPreview>().AddSingleton<LetterWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<LetterWatch>());
        services.AddHealthChecks().Add(new("letters", provider => provider.GetRequiredService<LetterWatch>(), HealthStatus.Degraded, tags: null));
        return services;
    }

    private sealed class MailOptionsCheck : IValidateOptions<MailOptions>
    {
        public ValidateOptionsResult Validate(string? name, MailOptions options)
        {
            var problems = options.Problems().ToList();
            return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
        }
    }
}
