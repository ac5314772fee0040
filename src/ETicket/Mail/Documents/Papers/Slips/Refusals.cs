using ETicket.Kernel;

namespace ETicket.Mail.Documents.Papers.Slips;

/// <summary>What was counted in a drawer is not what the books say, and nobody wrote why.</summary>
internal sealed class GapWithoutReason(Money gap) : Refusal(gap);

/// <summary>The same cheque of the same bank stands twice on a slip.</summary>
internal sealed class ChequeListedTwice(string cheque) : Refusal(cheque);

/// <summary>A closing lists a cheque that came in after the drawer was closed.</summary>
internal sealed class ChequeAfterTheClosing(string cheque, DateOnly receivedOn) : Refusal(cheque, receivedOn);
