namespace ETicket.IntegrationTests.Mail;

/// <summary>A copy of the templates in which the operator typed one line too many, in each of the files named: « mail/low-balance.txt ».</summary>
internal sealed class SpoiledTemplates : IDisposable
{
    private static readonly string Whole = Path.Combine(AppContext.BaseDirectory, "templates");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("templates");

    public SpoiledTemplates(params (string File, int Line, string Typed)[] spoiled)
    {
        foreach (var path in Directory.EnumerateFiles(Whole, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(Folder, Path.GetRelativePath(Whole, path));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(path, target);
        }
        foreach (var (file, line, typed) in spoiled)
        {
            var lines = File.ReadAllLines(Path.Combine(Whole, file));
            File.WriteAllLines(Path.Combine(Folder, file), [.. lines[..(line - 1)], typed, .. lines[(line - 1)..]]);
        }
    }

    /// <summary>What <c>Mail:Templates</c> names.</summary>
    public string Folder => _folder.FullName;

    /// <summary>The operator takes the line out again.</summary>
    public void Mends(string file)
    {
        File.Copy(Path.Combine(Whole, file), Path.Combine(Folder, file), overwrite: true);
        File.SetLastWriteTimeUtc(Path.Combine(Folder, file), TimeProvider.System.GetUtcNow().UtcDateTime);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
