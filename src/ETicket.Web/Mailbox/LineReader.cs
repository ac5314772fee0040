namespace ETicket.Web.Mailbox;

/// <summary>Lines from a client, bounded: a development server too must not be filled by a mistake.</summary>
internal sealed class LineReader(Stream stream)
{
    public const int LongestMessage = 32 * 1024 * 1024;

    private readonly byte[] buffer = new byte[16 * 1024];
    private int position;
    private int filled;

    /// <summary>The next line without its end, or null when the client left.</summary>
    public async Task<byte[]?> ReadAsync(CancellationToken stop)
    {
        var line = new MemoryStream();
        while (true)
        {
            if (position == filled)
            {
                (position, filled) = (0, await stream.ReadAsync(buffer, stop));
                if (filled == 0)
                    return null;
            }
            var end = buffer.AsSpan(position, filled - position).IndexOf((byte)'\n');
            var taken = end < 0 ? filled - position : end + 1;
            line.Write(buffer, position, taken);
            position += taken;
            if (line.Length > LongestMessage)
                throw new IOException("The line is too long.");
            if (end >= 0)
                return WithoutEnd(line);
        }
    }

    /// <summary>Up to the dot alone; the dots doubled for the journey (RFC 5321 §4.5.2) are single again.</summary>
    public async Task<byte[]> ReadMessageAsync(CancellationToken stop)
    {
        var message = new MemoryStream();
        while (true)
        {
            var line = await ReadAsync(stop) ?? throw new IOException("The client left in the middle of a message.");
            if (line is [(byte)'.'])
                return message.ToArray();
            message.Write(line is [(byte)'.', ..] ? line.AsSpan(1) : line);
            message.Write("\r\n"u8);
            if (message.Length > LongestMessage)
                throw new IOException("The message is too long.");
        }
    }

    private static byte[] WithoutEnd(MemoryStream line)
    {
        var bytes = line.ToArray();
        return bytes is [.., (byte)'\r', (byte)'\n'] ? bytes[..^2] : bytes[..^1];
    }
}
