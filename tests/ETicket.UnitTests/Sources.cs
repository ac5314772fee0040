using System.Runtime.CompilerServices;

namespace ETicket.UnitTests;

/// <summary>The files of the project as they were written, for the rules a compiler does not hold.</summary>
internal static class Sources
{
    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<SourceFile> Under(string folder, string pattern) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            .Select(path => new SourceFile(Path.GetRelativePath(Root, path).Replace('\\', '/'), path))
            .Where(file => !file.Name.Split('/').Any(part => part is "bin" or "obj" or "node_modules" or "wwwroot"))
            .OrderBy(file => file.Name, StringComparer.Ordinal),
    ];

    private static string FindRoot([CallerFilePath] string here = "")
    {
        var folder = new DirectoryInfo(File.Exists(here) ? Path.GetDirectoryName(here)! : AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ETicket.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("ETicket.sln was not found above the tests.");
    }
}

internal sealed record SourceFile(string Name, string Path)
{
    public string Text { get; } = File.ReadAllText(Path);
}
