using System.Text;

namespace ETicket.Mail.Documents.Pdf;

/// <summary>The wrapping of a TrueType file: its directory of tables, each with its place and check sum.</summary>
internal static class FontFile
{
    public static byte[] Assemble(SortedDictionary<string, byte[]> tables)
    {
        using var file = new MemoryStream();
        var power = (int)Math.Log2(tables.Count);
        Write(file, [0x00010000], 4);
        Write(file, [(uint)tables.Count, (uint)(16 << power), (uint)power, (uint)(16 * (tables.Count - (1 << power)))], 2);
        var offset = (uint)(12 + 16 * tables.Count);
        foreach (var (name, table) in tables)
        {
            file.Write(Encoding.ASCII.GetBytes(name));
            Write(file, [Sum(table), offset, (uint)table.Length], 4);
            offset += (uint)((table.Length + 3) & ~3);
        }
        foreach (var table in tables.Values)
        {
            file.Write(table);
            while (file.Length % 4 != 0)
                file.WriteByte(0);
        }
        return file.ToArray();
    }

    private static uint Sum(byte[] table)
    {
        uint sum = 0;
        for (var i = 0; i < table.Length; i++)
            sum += (uint)table[i] << (24 - 8 * (i % 4));
        return sum;
    }

    private static void Write(MemoryStream file, ReadOnlySpan<uint> values, int bytes)
    {
        foreach (var value in values)
        {
            for (var shift = 8 * (bytes - 1); shift >= 0; shift -= 8)
                file.WriteByte((byte)(value >> shift));
        }
    }
}
