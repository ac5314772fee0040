using MailKit;

namespace ETicket.Mail.Smtp;

/// <summary>
/// Listens to the conversation for the one moment that counts: the dot that ends a letter has left (RFC 5321 §4.1.1.4). Before it the server keeps nothing; after it, the letter is given.
/// Dots at line starts are doubled on the way, so nothing inside a letter looks like its end.
/// </summary>
internal sealed class FinalDot : IProtocolLogger
{
    private byte[] tail = [];

    /// <summary>True once it left; the next letter begins by <see cref="Forget"/>.</summary>
    public bool Given { get; private set; }

    public IAuthenticationSecretDetector? AuthenticationSecretDetector { get; set; }

    private static ReadOnlySpan<byte> End => "\r\n.\r\n"u8;

    public void Forget() => (tail, Given) = ([], false);

    public void LogConnect(Uri uri)
    {
        // Nothing is written down.
    }

    /// <summary>Told after the bytes have left, in pieces of any size.</summary>
    public void LogClient(byte[] buffer, int offset, int count)
    {
        byte[] said = [.. tail, .. buffer.AsSpan(offset + Math.Max(0, count - End.Length), Math.Min(count, End.Length))];
        Given |= said.AsSpan().EndsWith(End);
        tail = said[Math.Max(0, said.Length - End.Length)..];
    }

    public void LogServer(byte[] buffer, int offset, int count)
    {
        // Answers come back as exceptions.
    }

    public void Dispose()
    {
        // Holds nothing.
    }
}
