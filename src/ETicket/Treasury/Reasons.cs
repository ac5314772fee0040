using System.Resources;
using ETicket.Kernel;

namespace ETicket.Treasury;

/// <summary>« Motifs » — what the program itself writes on a document, or when it closes a discrepancy.</summary>
internal static class Reasons
{
    private static readonly ResourceManager Book = new("ETicket.Treasury.Reasons", typeof(Reasons).Assembly);

    /// <summary>Who closed a discrepancy, where it was no person.</summary>
    public static string Program => Say("Program");

    public static string Say(string name, params object?[] facts) => string.Format(French.Culture, Book.GetString(name, French.Culture)!, facts);
}
