using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ETicket.Tresor.Operations;

/// <summary>
/// The book on disk: one JSON line for each change, only ever appended, the last line of an operation being the true one.
/// A line cut short by a crash is skipped. One process at a time: the file stays open and locked. Without a path, nothing is kept.
/// </summary>
internal sealed class OperationFile(string? path) : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    private FileStream? stream;

    public Dictionary<string, Operation> Read()
    {
        var found = new Dictionary<string, Operation>(StringComparer.Ordinal);
        if (path is null)
            return found;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        using var reader = new StreamReader(stream, Encoding.UTF8, leaveOpen: true);
        while (reader.ReadLine() is { } line)
        {
            if (TryParse(line) is { } operation)
                found[operation.IdOp] = operation;
        }
        EndTornLine(stream);
        return found;
    }

    public void Append(Operation operation)
    {
        if (path is null)
            return;
        var line = JsonSerializer.SerializeToUtf8Bytes(operation, Json);
        stream!.Write([.. line, (byte)'\n']);
        stream.Flush();
    }

    public void Dispose() => stream?.Dispose();

    private static Operation? TryParse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<Operation>(line, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void EndTornLine(FileStream stream)
    {
        if (stream.Length == 0)
            return;
        stream.Seek(-1, SeekOrigin.End);
        if (stream.ReadByte() != '\n')
            stream.WriteByte((byte)'\n');
    }
}
