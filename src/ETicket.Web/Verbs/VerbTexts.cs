using System.Resources;
using ETicket.Kernel;

namespace ETicket.Web.Verbs;

/// <summary>What the verbs say on the console.</summary>
internal static class VerbTexts
{
    private static readonly ResourceManager Book = new("ETicket.Web.Verbs.VerbTexts", typeof(VerbTexts).Assembly);

    public static string ClosingDays => Text("ClosingDays");
    public static string Migrated => Text("Migrated");
    public static string DaysClosed(int days, long tickets) => string.Format(French.Culture, Text("DaysClosed"), days, tickets);
    public static string Audited(int violations) => string.Format(French.Culture, Text("Audited"), violations);

    private static string Text(string name) => Book.GetString(name, French.Culture)!;
}
