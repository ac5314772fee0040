using System.Security;

namespace ETicket.UnitTests.Payments.PayFip;

/// <summary>The shapes of PayFiP's answers, one file per outcome, and what they speak of.</summary>
internal static class Transcript
{
    public const string Operation = "4dc84580-4f73-11f1-9f3c-5254004a7d10";
    public const string Email = "zoe@example.test";

    public static readonly string Folder = Path.Combine(Root(), "tests", "ETicket.UnitTests", "Payments", "PayFip", "Transcripts");

    public static string Read(string file) => File.ReadAllText(Path.Combine(Folder, file));

    public static string Fault(string code, string libelle, string descriptif = "") =>
        Read("fault-functional.xml")
            .Replace("{code}", SecurityElement.Escape(code))
            .Replace("{libelle}", SecurityElement.Escape(libelle))
            .Replace("{descriptif}", SecurityElement.Escape(descriptif));

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ETicket.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("ETicket.sln is above no folder of the tests.");
    }
}
