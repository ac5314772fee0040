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

    public static string SignedOut(int sessions) => string.Format(French.Culture, Text("SignedOut"), sessions);
    public static string CodeForgotten(string name) => string.Format(French.Culture, Text("CodeForgotten"), name);
    public static string NoCode(string name) => string.Format(French.Culture, Text("NoCode"), name);

    public static string LettersWritten(int files, string folder) => string.Format(French.Culture, Text("LettersWritten"), files, folder);
    public static string LetterTitle(string letter, string sample) => string.Format(French.Culture, Text("LetterTitle"), letter, sample);
    public static string LetterSubject(string subject) => string.Format(French.Culture, Text("LetterSubject"), subject);

    private static string Text(string name) => Book.GetString(name, French.Culture)!;
}
