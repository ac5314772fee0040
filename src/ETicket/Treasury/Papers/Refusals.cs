using ETicket.Kernel;

namespace ETicket.Treasury.Papers;

/// <summary>A tax certificate tells a whole year: this one still runs.</summary>
internal sealed class YearNotOver(int year) : Refusal(year);

/// <summary>Of care for a child under six, the family paid nothing in that year.</summary>
internal sealed class NoCarePaid(int year) : Refusal(year);

/// <summary>Only children under six count, and nobody wrote when this one was born.</summary>
internal sealed class BirthDayMissing(string child) : Refusal(child);

/// <summary>The care of the year was paid by invoices of one sum: nobody knows here for which child it was.</summary>
internal sealed class CareWithoutDetail(string invoices) : Refusal(invoices);
