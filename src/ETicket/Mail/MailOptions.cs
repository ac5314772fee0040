using System.Security.Cryptography.X509Certificates;

namespace ETicket.Mail;

/// <summary>How the session with the mail server is protected.</summary>
internal enum MailSecurity
{
    /// <summary>STARTTLS is required (port 587); a server that does not offer it is refused.</summary>
    StartTls,

    /// <summary>TLS from the first byte (port 465).</summary>
    Implicit,

    /// <summary>In clear: for a relay on the same machine, and the development mailbox.</summary>
    None,
}

/// <summary>« Réglages du courrier » — where letters are handed over, in whose name, with which templates.</summary>
internal sealed record MailOptions
{
    public const string Section = "Mail";

    public string Host { get; init; } = "127.0.0.1";
    public int Port { get; init; } = 587;
    public MailSecurity Security { get; init; } = MailSecurity.StartTls;
    public string? User { get; init; }
    public string? Password { get; init; }

    /// <summary>The address letters come from; its domain also makes the Message-ID.</summary>
    public string From { get; init; } = "";
    public string FromName { get; init; } = "ETicket";

    /// <summary>Whoever keeps the installation running: reads what the night's audit found. Required in production.</summary>
    public string? Operator { get; init; }

    /// <summary>The name this machine gives itself (RFC 5321 §4.1.1.1); empty: the machine's own name.</summary>
    public string HeloName { get; init; } = "";

    /// <summary>File of the certificate (PEM) that signs the server's, where the machine does not know it already.</summary>
    public string? TrustedRoot { get; init; }

    /// <summary>Folder that holds <c>mail/</c> and <c>documents/</c>; empty: <c>templates</c> beside the program.</summary>
    public string Templates { get; init; } = "";

    /// <summary>Longest silence accepted from the server.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest time one letter may take: with the 15 minutes a postman may keep a letter, it bounds what a slow server can delay.</summary>
    public TimeSpan PatiencePerLetter { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Most letters shown to the server in one minute by this portal, where its owner limits them; 0: as many as go.</summary>
    public int MostPerMinute { get; init; }

    public string TemplateFolder => FolderOf("mail");
    public string DocumentFolder => FolderOf("documents");

    /// <summary>What prevents sending with these settings, for the person who wrote them; empty when all is well.</summary>
    public IEnumerable<string> Problems()
    {
        if (string.IsNullOrWhiteSpace(Host) || Host.AsSpan().ContainsAny("\r\n <>"))
            yield return $"{Section}:Host is not a host name.";
        if (Port is < 1 or > 65535)
            yield return $"{Section}:Port is not between 1 and 65535.";
        if (!MailAddress.IsValid(From))
            yield return $"{Section}:From is not an e-mail address.";
        if (!string.IsNullOrEmpty(Operator) && !MailAddress.IsValid(Operator))
            yield return $"{Section}:Operator is not an e-mail address.";
        if (FromName.AsSpan().ContainsAny('\r', '\n'))
            yield return $"{Section}:FromName is more than one line.";
        if (HeloName.Any(c => c is <= ' ' or > '~'))
            yield return $"{Section}:HeloName is not a host name.";
        if (User is null != Password is null)
            yield return $"{Section}:User and {Section}:Password go together.";
        if (User is not null && Security == MailSecurity.None && Host is not ("127.0.0.1" or "::1" or "localhost"))
            yield return $"{Section}:Password would travel in clear: choose Security StartTls or Implicit.";
        if (TrustedRoot is not null && !File.Exists(TrustedRoot))
            yield return $"{Section}:TrustedRoot names no file.";
        if (Patience <= TimeSpan.Zero || PatiencePerLetter < Patience || PatiencePerLetter > TimeSpan.FromMinutes(4))
            yield return $"{Section}:Patience is positive, at most PatiencePerLetter, which is at most 4 minutes.";
        if (MostPerMinute < 0)
            yield return $"{Section}:MostPerMinute is not a number of letters.";
    }

    /// <summary>The root in <see cref="TrustedRoot"/>, or null: the machine's own.</summary>
    public X509Certificate2? LoadTrustedRoot() => TrustedRoot is null ? null : X509CertificateLoader.LoadCertificateFromFile(TrustedRoot);

    private string FolderOf(string kind) => Path.Combine(Templates.Length > 0 ? Templates : Path.Combine(AppContext.BaseDirectory, "templates"), kind);
}
