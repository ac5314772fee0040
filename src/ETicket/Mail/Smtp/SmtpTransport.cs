using Microsoft.Extensions.Options;

namespace ETicket.Mail.Smtp;

/// <summary>« La poste » by SMTP: a relay that speaks 587 with STARTTLS, 465, or in clear on the same machine.</summary>
internal sealed class SmtpTransport(IOptions<MailOptions> options) : IMailTransport
{
    public async Task<IMailSession> OpenAsync(CancellationToken stop) => new SmtpRound(options.Value, await SmtpLine.OpenAsync(options.Value, accents: false, stop));
}
