using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ETicket.Mail.Documents.Pdf;

/// <summary>
/// The numbered objects of a PDF file, and the file itself. Streams are not compressed: what a compressor writes depends on its version and on the processor, and the same
/// facts owe the same bytes. The identity of the file is the hash of what stands before it.
/// </summary>
internal sealed class PdfObjects
{
    private readonly List<byte[]?> objects = [null];

    public int Reserve()
    {
        objects.Add(null);
        return objects.Count - 1;
    }

    public void Set(int number, string body) => objects[number] = PdfText.Bytes(body);

    public int Add(string body)
    {
        var number = Reserve();
        Set(number, body);
        return number;
    }

    /// <param name="dictionary">The entries besides the length.</param>
    public int AddStream(string dictionary, byte[] content)
    {
        var number = Reserve();
        SetStream(number, dictionary, content);
        return number;
    }

    public void SetStream(int number, string dictionary, byte[] content) =>
        objects[number] = [.. PdfText.Bytes($"<< {dictionary} /Length {content.Length.ToString(CultureInfo.InvariantCulture)} >>\nstream\n"), .. content, .. "\nendstream"u8];

    public byte[] Write(int catalog, int information)
    {
        using var file = new MemoryStream();
        // Bytes above 127 in the second line tell programs that carry files about that this one is not text.
        file.Write("%PDF-1.7\n%"u8);
        file.Write([0xE2, 0xE3, 0xCF, 0xD3, (byte)'\n']);
        var places = new long[objects.Count];
        for (var i = 1; i < objects.Count; i++)
        {
            places[i] = file.Position;
            file.Write(PdfText.Bytes(FormattableString.Invariant($"{i} 0 obj\n")));
            file.Write(objects[i] ?? throw new InvalidOperationException(FormattableString.Invariant($"Object {i} was reserved and never written.")));
            file.Write("\nendobj\n"u8);
        }
        var start = file.Position;
        var identity = Convert.ToHexString(SHA256.HashData(file.ToArray()).AsSpan(0, 16));
        var end = new StringBuilder(FormattableString.Invariant($"xref\n0 {objects.Count}\n0000000000 65535 f \n"));
        foreach (var place in places.Skip(1))
            end.Append(CultureInfo.InvariantCulture, $"{place:D10} 00000 n \n");
        end.Append(CultureInfo.InvariantCulture, $"trailer\n<< /Size {objects.Count} /Root {catalog} 0 R /Info {information} 0 R /ID [<{identity}> <{identity}>] >>\nstartxref\n{start}\n%%EOF\n");
        file.Write(PdfText.Bytes(end.ToString()));
        return file.ToArray();
    }
}
