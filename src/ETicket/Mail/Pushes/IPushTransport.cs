namespace ETicket.Mail.Pushes;

/// <summary>Where a notification goes, and the two keys of the browser, in base64url.</summary>
internal sealed record PushAddress(string Endpoint, string PublicKey, string Secret)
{
    public const int Longest = 1_000;
}

/// <summary>taken: the service has it; gone: it knows no such browser any more; failed: not this time.</summary>
internal enum PushAnswer { Taken, Gone, Failed }

/// <summary>« Porteur de notifications » — encrypts for one browser and hands over to its service. It knows no database.</summary>
internal interface IPushTransport
{
    Task<PushAnswer> SendAsync(PushAddress to, string words, CancellationToken stop);
}
