using ETicket.Kernel;

namespace ETicket.Mail.Documents;

/// <summary>A sample whose facts are not those its document declares, or of no document.</summary>
internal sealed class SampleUnreadable(string sample, string why) : Refusal(sample, why);
