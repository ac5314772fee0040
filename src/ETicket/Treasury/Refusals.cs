using ETicket.Kernel;

namespace ETicket.Treasury;

/// <summary>An invoice asks for money.</summary>
public sealed class InvoiceWithoutAmount(Money amount) : Refusal(amount);

/// <summary>The lines of an invoice make its amount, each of at least one use.</summary>
public sealed class InvoiceDoesNotAddUp(Money amount, Money lines) : Refusal(amount, lines);

/// <summary>A line of an invoice names a child of the family and an activity of its product, or none.</summary>
public sealed class InvoiceLineElsewhere(string label) : Refusal(label);

/// <summary>No product of a régie bears this id here.</summary>
public sealed class UnknownService() : Refusal();

/// <summary>An invoice was issued under this id with other facts: it is not changed.</summary>
public sealed class InvoiceIssued(string number) : Refusal(number);

/// <summary>A month is invoiced once per family and product.</summary>
public sealed class FamilyInvoicedTwice() : Refusal();

/// <summary>An invoice that was paid once is not refunded outside the régie: a credit note cancels it first.</summary>
public sealed class InvoiceNotRefunded() : Refusal();

/// <summary>The counter takes cash, papers, transfers and cards on its terminal; the rest is paid on line.</summary>
public sealed class NotACounterMeans() : Refusal();

/// <summary>More cash than the law lets a régie take of one sale, and nobody who runs it said that it may.</summary>
public sealed class TooMuchCash(Money amount, Money most) : Refusal(amount, most);

/// <summary>Whoever lets more cash be taken says why.</summary>
public sealed class ToleranceWithoutReason(Money amount, Money most) : Refusal(amount, most);

/// <summary>Only who runs the régie lets more cash be taken, under their own login.</summary>
public sealed class ToleranceNotYours(Money amount, Money most) : Refusal(amount, most);

/// <summary>A sale is undone the way its means allows: only a cheque bounces, only a debit is rejected, only a card or a wallet is charged back, only what the counter took is cancelled there.</summary>
public sealed class WrongUndoing(string means) : Refusal(means);

/// <summary>Only what the bank took back is won back: a bounced cheque, a rejected debit, a chargeback.</summary>
public sealed class NothingToWinBack() : Refusal();

/// <summary>Only a refund that nobody but a person said to have left, and that stands, is said by a person never to have arrived.</summary>
public sealed class RefundNotUndone(string document) : Refusal(document);

/// <summary>Only what nobody but a person said, and that stands, is said by a person to have been noted by mistake.</summary>
public sealed class NotAMistake(string document) : Refusal(document);

/// <summary>A cheque that left on a slip is not given back across the counter: it bounces, or the commune refunds.</summary>
public sealed class ChequeHandedIn() : Refusal();

/// <summary>A cheque or a voucher is handed back whole, or not at all.</summary>
public sealed class PapersGoWhole(string means) : Refusal(means);

/// <summary>The régie's act does not let it give money back itself, through the provider or on its terminal: the commune refunds.</summary>
public sealed class RefundNotAllowed() : Refusal();

/// <summary>A refund of this payment is without an answer, and the régie can no longer ask: a person says what became of it.</summary>
public sealed class RefundOutOfReach(Money amount, DateTimeOffset askedAt) : Refusal(amount, askedAt);

/// <summary>The provider refused the refund.</summary>
public sealed class RefundRefused(string label) : Refusal(label);

/// <summary>The provider said of this number that its refund failed before we had made anything of it: an older answer is no longer true.</summary>
public sealed class RefundNeverWas() : Refusal();

/// <summary>The provider did not answer: nobody knows whether the refund was made. Asked again, it is made once.</summary>
public sealed class RefundSilent() : Refusal();

/// <summary>A refund of this payment is without an answer: it is asked again before anything else is given back.</summary>
public sealed class RefundUnfinished(Money amount, DateTimeOffset askedAt) : Refusal(amount, askedAt);

/// <summary>The provider gave the money back, and the tickets it was for had left another way meanwhile: a discrepancy waits for a person.</summary>
public sealed class RefundWithoutTickets(Money amount) : Refusal(amount);

/// <summary>Money of this payment left, and nobody said yet for which tickets: that comes before any other refund.</summary>
public sealed class MoneyNotPlaced(Money amount) : Refusal(amount);

/// <summary>Tickets chosen for money that left are its sum, to the cent.</summary>
public sealed class NotTheSum(Money chosen, Money told) : Refusal(chosen, told);

/// <summary>An act takes something: at least one ticket or one invoice is chosen.</summary>
public sealed class NothingChosen() : Refusal();

/// <summary>No money waits under this number for a person to say which tickets it was: it never did, or somebody said so.</summary>
public sealed class NothingToPlace(string? number) : Refusal(number);

/// <summary>Whoever says that a refund left says under which number its provider lists it.</summary>
public sealed class NumberMissing() : Refusal();

/// <summary>This number is another document's: it was misread.</summary>
public sealed class NumberTaken(string number, string document) : Refusal(number, document);

/// <summary>This number is another payment's, or that of money that came: it was misread.</summary>
public sealed class NumberElsewhere(string number) : Refusal(number);

/// <summary>This request waits for nobody any more: its provider answered, or somebody said that it left.</summary>
public sealed class RefundAnswered() : Refusal();

/// <summary>A person marked this request as dealt with: the page that would ask for it again was opened before.</summary>
public sealed class RefundGivenUp(string by, DateTimeOffset at) : Refusal(by, at);

/// <summary>What the commune had paid out before the bank paid after all is noted again before it refunds anything else, in these documents' place.</summary>
public sealed class NoteAgainFirst(Money left, string documents) : Refusal(left, documents);

/// <summary>Between a preview and its confirmation somebody else noted what it showed: it would not be the same act.</summary>
public sealed class PreviewOutdated() : Refusal();

/// <summary>A difference with a provider is marked as dealt with as it was read: its figures changed since.</summary>
public sealed class GapSaidOtherwise() : Refusal();

/// <summary>A rejected debit bears the day its bank gives for it: whoever tells of it copies that day.</summary>
public sealed class BankDayMissing() : Refusal();

/// <summary>A debit is rejected after it was ordered, and by today.</summary>
public sealed class BankDayImpossible(DateOnly ordered, DateOnly today) : Refusal(ordered, today);

/// <summary>Whoever undoes a sale says why: it stays in the books, and the family reads it.</summary>
public sealed class ReasonMissing() : Refusal();
