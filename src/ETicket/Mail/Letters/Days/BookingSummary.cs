using ETicket.Kernel;

namespace ETicket.Mail.Letters;

/// <summary>« Récapitulatif des réservations » — the days ticked in a period, child by child, for the fridge door: the evening of the day on which a parent changed some.</summary>
/// <param name="FirstDay">First Paris day of the period; <paramref name="LastDay"/> the last, null where it is the same.</param>
/// <param name="TotalTickets">Tickets all these days use.</param>
/// <param name="LaterTickets">Tickets that days ticked after the period use; 0 where there is none.</param>
/// <param name="PlanningAddress">The planning on the portal.</param>
internal sealed record BookingSummary(
    string StructureName,
    string FamilyName,
    string GuardianFirstName,
    DateOnly FirstDay,
    DateOnly? LastDay,
    IReadOnlyList<BookedChild> Lines,
    int TotalTickets,
    int LaterTickets,
    string PlanningAddress,
    string PortalAddress) : ILetter
{
    public static string Name => nameof(BookingSummary);

    public static LetterTopic? Topic => LetterTopic.Bookings;

    /// <summary>The days « as they stand tonight » are those of that evening, which ends with the letters of the day; the evening after has its own.</summary>
    DateTimeOffset? ILetter.ExpiresAt => ParisTime.At(FirstDay.AddDays(-1), DayHours.Ends);
}

/// <summary>The days of one child on one activity, week by week, and the tickets they use.</summary>
internal sealed record BookedChild(string Child, string Activity, IReadOnlyList<BookedWeek> Weeks, int Tickets);

/// <summary>The days of one week, in order.</summary>
internal sealed record BookedWeek(IReadOnlyList<BookedDay> Dates);

/// <summary>A Paris day.</summary>
internal sealed record BookedDay(DateOnly Day);
