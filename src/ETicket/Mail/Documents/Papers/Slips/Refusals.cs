using ETicket.Kernel;
using ETicket.Mail.Templating;

namespace ETicket.Mail.Documents.Papers.Slips;

/// <summary>A total of the paper is not what its lines make: it is not printed.</summary>
internal sealed class TotalDisagrees(string paper, Money told, Money found) : Refusal(TemplateWords.OfPaper(paper), told, found);

/// <summary>A number of pieces is not what the lines count.</summary>
internal sealed class CountDisagrees(string paper, long told, long found) : Refusal(TemplateWords.OfPaper(paper), told, found);

/// <summary>What was counted in a drawer is not what the books say, and nobody wrote why.</summary>
internal sealed class GapWithoutReason(Money gap) : Refusal(gap);

/// <summary>The same cheque of the same bank stands twice on a slip.</summary>
internal sealed class ChequeListedTwice(string cheque) : Refusal(cheque);
