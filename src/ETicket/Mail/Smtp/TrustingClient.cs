using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using MailKit;
using MailKit.Net.Smtp;

namespace ETicket.Mail.Smtp;

/// <summary>MailKit's client, which trusts the machine's own roots or, where one is named, that one alone.</summary>
internal sealed class TrustingClient : SmtpClient
{
    private readonly X509Certificate2? root;

    public TrustingClient(IProtocolLogger logger, X509Certificate2? root)
        : base(logger)
    {
        this.root = root;
        // A relay inside a town hall often has no way out to ask a certificate authority.
        CheckCertificateRevocation = false;
    }

    protected override SslClientAuthenticationOptions GetSslClientAuthenticationOptions(string host, RemoteCertificateValidationCallback remoteCertificateValidationCallback)
    {
        var options = base.GetSslClientAuthenticationOptions(host, remoteCertificateValidationCallback);
        if (root is not null)
            options.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { root },
                RevocationMode = X509RevocationMode.NoCheck,
            };
        return options;
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        root?.Dispose();
    }
}
