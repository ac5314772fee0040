namespace ETicket.IntegrationTests.Mail;

/// <summary>A copy of the templates in which the operator typed one line too many.</summary>
internal sealed class SpoiledTemplates : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("templates");

    public SpoiledTemplates(string file, int line, string typed)
    {
        var whole = Path.Combine(AppContext.BaseDirectory, "templates");
        foreach (var path in Directory.EnumerateFiles(whole, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(Folder, Path.GetRelativePath(whole, path));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(path, target);
        }
        var spoiled = Path.Combine(Folder, "mail", file);
        var lines = File.ReadAllLines(spoiled);
        File.WriteAllLines(spoiled, [.. lines[..(line - 1)], typed, .. lines[(line - 1)..]]);
    }

    /// <summary>What <c>Mail:Templates</c> names.</summary>
    public string Folder => _folder.FullName;

    public void Dispose() => _folder.Delete(recursive: true);
}
