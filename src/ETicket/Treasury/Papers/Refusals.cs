using ETicket.Kernel;

namespace ETicket.Treasury.Papers;

/// <summary>A tax certificate tells a whole year: this one still runs.</summary>
internal sealed class YearNotOver(int year) : Refusal(year);

/// <summary>Only children under six count, and nobody wrote when this one was born.</summary>
internal sealed class BirthDayMissing(string child) : Refusal(child);

/// <summary>Care that was used was paid by a payment undone since: it is not certified as paid.</summary>
internal sealed class CareStillOwed(long tickets) : Refusal(tickets);
