using ETicket.Mail.Documents;
using ETicket.Mail.Preview;
using ETicket.Mail.Pushes;
using ETicket.Mail.Rounds;
using ETicket.Mail.Smtp;
using ETicket.Mail.Stops;
using ETicket.Mail.Undelivered;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ETicket.Mail;

/// <summary>Letters and documents, their templates, their postman and their printer.</summary>
internal static class MailModule
{
    /// <summary>Papers need templates and no server: the business prints them whether letters leave or not.</summary>
    public static IServiceCollection AddDocuments(this IServiceCollection services)
    {
        services.AddOptions<MailOptions>();
        services.TryAddSingleton<IDocumentRenderer, PdfRenderer>();
        return services.AddSingleton<DocumentDesk>();
    }

    /// <param name="worker">The data source of the worker role: it sees the letters of every structure.</param>
    public static IServiceCollection AddMail(this IServiceCollection services, IConfiguration configuration, Func<IServiceProvider, NpgsqlDataSource> worker)
    {
        services.AddOptions<MailOptions>().Bind(configuration.GetSection(MailOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<MailOptions>, MailOptionsCheck>();
        services.AddSingleton<Templates>();
        services.AddSingleton<IMailTransport, SmtpTransport>();
        services.AddSingleton(provider => new LetterCarrier(provider.GetRequiredService<Templates>(), provider.GetRequiredService<IOptions<MailOptions>>().Value));
        services.AddSingleton(provider => new OutboxDesk(worker(provider))).AddSingleton(provider => new StopDesk(worker(provider))).AddSingleton(provider => new StillTrue(worker(provider)));
        services.AddOptions<PushOptions>().Bind(configuration.GetSection(PushOptions.Section));
        services.AddSingleton<IPushTransport, WebPushTransport>().AddSingleton(provider => new PushBell(worker(provider), provider.GetRequiredService<IPushTransport>()));
        services.AddSingleton<LetterStops>().AddSingleton<UndeliveredLetters>();
        services.AddSingleton<Postman>();
        services.AddSingleton<OperatorPost>();
        services.AddSingleton<LetterSamples>().AddSingleton<LetterPreview>().AddSingleton<DocumentPreview>().AddSingleton<LetterWatch>();
        services.TryAddSingleton<IDocumentRenderer, PdfRenderer>();
        services.AddSingleton<ITemplateBook>(provider => provider.GetRequiredService<LetterPreview>()).AddSingleton<ITemplateBook>(provider => provider.GetRequiredService<DocumentPreview>());
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
