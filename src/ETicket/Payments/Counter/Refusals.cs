using ETicket.Kernel;

namespace ETicket.Payments.Counter;

/// <summary>A cheque is listed on its slip by its number, its bank and who signed it: without one of the three it is not taken.</summary>
public sealed class ChequeIncomplete() : Refusal();

/// <summary>What was typed is no number of a cheque.</summary>
public sealed class ChequeNumberUnread(string typed) : Refusal(typed);

/// <summary>Two cheques are two shares, each with a receipt of its own.</summary>
public sealed class OnePaperPerShare() : Refusal();

/// <summary>A CESU or a chèque-vacances is worth what is printed on it: without it nobody knows what its issuer will pay.</summary>
public sealed class VoucherWithoutValue() : Refusal();

/// <summary>Vouchers worth more than what they pay: no change is given on them, and what is left would be nobody's.</summary>
public sealed class VouchersWorthMore(Money worth, Money owed, Money over) : Refusal(worth, owed, over);

/// <summary>Vouchers worth less than what they pay: the rest would never come.</summary>
public sealed class VouchersWorthLess(Money worth, Money owed, Money missing) : Refusal(worth, owed, missing);

/// <summary>The same paper stands twice in one sale.</summary>
public sealed class PaperTwice(string number) : Refusal(number);

/// <summary>A number or a name of a paper is longer than any is.</summary>
public sealed class PaperTooLong(string typed) : Refusal(typed);

/// <summary>A paper or a card pays one régie: what two régies collect is two shares. Coins alone are counted apart.</summary>
public sealed class OneRegiePerShare(string regies) : Refusal(regies);
