using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace ETicket.Tresor.Operations;

/// <summary>
/// « idOp » — identifier of one operation: a lower-case UUID of version 1 (RFC 9562 §5.1) whose time is the creation's.
/// Unique inside and across restarts (random node, clock sequence moved on whenever the clock stands still or goes back).
/// Never a secret: it can be guessed within a window.
/// </summary>
internal sealed class IdOpMaker(TimeProvider clock)
{
    private readonly Lock gate = new();
    private readonly ulong node = RandomNode();
    private int sequence = RandomNumberGenerator.GetInt32(IdOp.Sequences);
    private long last;

    public string Next()
    {
        lock (gate)
        {
            var stamp = IdOp.StampOf(clock.GetUtcNow());
            if (stamp <= last)
                sequence = (sequence + 1) % IdOp.Sequences;
            last = stamp;
            return IdOp.Write(stamp, sequence, node);
        }
    }

    /// <summary>Six random bytes with the multicast bit, so that they never collide with the address of a network card.</summary>
    private static ulong RandomNode()
    {
        Span<byte> bytes = stackalloc byte[8];
        RandomNumberGenerator.Fill(bytes[2..]);
        bytes[2] |= 1;
        return BinaryPrimitives.ReadUInt64BigEndian(bytes);
    }
}

internal static class IdOp
{
    public const int Sequences = 1 << 14;

    /// <summary>The first day of the Gregorian calendar, from which version 1 counts its 100-nanosecond steps.</summary>
    private static readonly DateTimeOffset Origin = new(1582, 10, 15, 0, 0, 0, TimeSpan.Zero);

    public static long StampOf(DateTimeOffset instant) => (instant - Origin).Ticks;

    public static string Write(long stamp, int sequence, ulong node) => string.Create(
        CultureInfo.InvariantCulture,
        $"{stamp & 0xffffffff:x8}-{(stamp >> 32) & 0xffff:x4}-{0x1000 | ((stamp >> 48) & 0x0fff):x4}-{0x8000 | sequence:x4}-{node:x12}");

    /// <summary>The instant an idOp was made. Refuses what is not a UUID of version 1 with a <see cref="FormatException"/>.</summary>
    public static DateTimeOffset TimeOf(string idOp)
    {
        var id = Guid.ParseExact(idOp, "D");
        if (id.Version != 1)
            throw new FormatException("Not a UUID of version 1.");
        var parts = idOp.Split('-');
        var stamp = Hex(parts[0]) | (Hex(parts[1]) << 32) | ((Hex(parts[2]) & 0x0fff) << 48);
        return Origin.AddTicks(stamp);
    }

    private static long Hex(string digits) => long.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
