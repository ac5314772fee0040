using System.Reflection;

namespace ETicket.Tresor;

/// <summary>The files inside the assembly, under their path in the project.</summary>
internal static class Embedded
{
    public static string Text(string path)
    {
        using var reader = new StreamReader(Stream(path));
        return reader.ReadToEnd();
    }

    private static Stream Stream(string path) =>
        Assembly.GetExecutingAssembly().GetManifestResourceStream(path) ?? throw new FileNotFoundException("Not embedded in the assembly.", path);
}
