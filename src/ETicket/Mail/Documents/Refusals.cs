using ETicket.Kernel;

namespace ETicket.Mail.Documents;

/// <summary>A sample whose facts are not those its document declares, or of no document.</summary>
internal sealed class SampleUnreadable(string sample, string why) : Refusal(sample, why);

/// <summary>A line or a total of a paper is not the sum of what it is made of; both figures are written as on the paper.</summary>
internal sealed class PaperDoesNotAddUp(string paper, string line, string expected, string found) : Refusal(paper, line, expected, found)
{
    public string Line => line;
}
