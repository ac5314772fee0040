namespace ETicket.IntegrationTests.Wallets;

/// <summary>What may happen in a town.</summary>
internal enum Deed { Opens, BuysAtTheCounter, BuysOnLine, Ticks, Unticks, ClosesDays, GivesBack, Cancels, Bounces, RefundsOutside, TimePasses }

/// <summary>
/// One thing that happens: the deed, and three numbers that say to whom, which and how much — read modulo what exists when it happens, so
/// that any list of acts is a possible history and a failing one can be shortened freely.
/// </summary>
internal sealed record Act(Deed Deed, int Who, int Which, int HowMuch);
