namespace ETicket.IntegrationTests.Replay;

/// <summary>A month's folder: one of the two kept as files, or a copy of it, or a new one, that a test may change.</summary>
internal sealed class MonthFolder : IDisposable
{
    public static string November => Kept("november-2025");
    public static string HandWeek => Kept("hand-week");

    private MonthFolder() => Directory.CreateDirectory(Path);

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "month-" + Guid.NewGuid().ToString("N"));

    public static MonthFolder CopyOf(string folder)
    {
        var copy = new MonthFolder();
        foreach (var file in Directory.GetFiles(folder))
            File.Copy(file, System.IO.Path.Combine(copy.Path, System.IO.Path.GetFileName(file)));
        return copy;
    }

    public static MonthFolder Of(params (string File, string Text)[] files)
    {
        var folder = new MonthFolder();
        foreach (var (file, text) in files)
            folder.Write(file, text);
        return folder;
    }

    public string Read(string file) => File.ReadAllText(System.IO.Path.Combine(Path, file));

    public void Write(string file, string text) => File.WriteAllText(System.IO.Path.Combine(Path, file), text);

    public void Append(string file, string line) => Write(file, Read(file).TrimEnd('\n') + "\n" + line + "\n");

    public void Change(string file, string before, string after)
    {
        var text = Read(file);
        Assert.Contains(before, text);
        Write(file, text.Replace(before, after));
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private static string Kept(string name) => System.IO.Path.Combine(AppContext.BaseDirectory, "Data", name);
}
