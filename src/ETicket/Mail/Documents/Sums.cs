using ETicket.Kernel;
using ETicket.Mail.Templating;

namespace ETicket.Mail.Documents;

/// <summary>« Additions » — what a paper says twice must be the same both times: its lines and their total, its total and the account that controls it.</summary>
internal static class Sums
{
    /// <summary>Refuses, with <see cref="PaperDoesNotAddUp"/>, a line of cents that is not the sum of what it is made of.</summary>
    public static void MeetInCents(IDocument paper, string line, long expected, long found)
    {
        if (expected != found)
            throw Refused(paper, line, French.Euros(new(expected)), French.Euros(new(found)));
    }

    /// <summary>The same of tickets, children, numbers: whatever is counted.</summary>
    public static void Meet(IDocument paper, string line, long expected, long found)
    {
        if (expected != found)
            throw Refused(paper, line, Written(expected), Written(found));
    }

    /// <summary>Refuses a count that is more than what it is counted among.</summary>
    public static void StayWithin(IDocument paper, string line, long most, long found)
    {
        if (found > most)
            throw Refused(paper, line, Written(most), Written(found));
    }

    /// <summary>The name of a line that is a total, as templates call it.</summary>
    public static string Total => TemplateWords.Of("Sum_Total");

    private static string Written(long count) => count.ToString("#,##0", French.Culture);

    private static PaperDoesNotAddUp Refused(IDocument paper, string line, string expected, string found) =>
        new(TemplateWords.OfPaper(DocumentBook.Of(paper).Name), line, expected, found);
}
