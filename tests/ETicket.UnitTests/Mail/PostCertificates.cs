using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ETicket.UnitTests.Mail;

/// <summary>What a mail server of the tests shows for TLS.</summary>
internal static class PostCertificates
{
    /// <summary>A root that nobody knows but the file, and a certificate of it for 127.0.0.1.</summary>
    public static (X509Certificate2 Server, string RootFile) Make()
    {
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var rootAsk = new CertificateRequest("CN=Racine de la mairie", rootKey, HashAlgorithmName.SHA256);
        rootAsk.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var (from, until) = (TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        using var root = rootAsk.CreateSelfSigned(from, until);
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var ask = new CertificateRequest("CN=poste", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        ask.CertificateExtensions.Add(names.Build());
        using var issued = ask.Create(root, from, until, [1, 2, 3]);
        var file = Path.GetTempFileName();
        File.WriteAllText(file, root.ExportCertificatePem());
        using var withKey = issued.CopyWithPrivateKey(key);
        return (X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pfx), null), file);
    }
}
