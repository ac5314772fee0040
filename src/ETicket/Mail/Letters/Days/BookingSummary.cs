namespace ETicket.Mail.Letters;

/// <summary>« Récapitulatif des réservations » — the days ticked in a period, child by child, for the fridge door.</summary>
/// <param name="FirstDay">First and last Paris day of the period.</param>
/// <param name="TotalTickets">Tickets all these days use.</param>
/// <param name="PlanningAddress">The planning on the portal.</param>
internal sealed record BookingSummary(
    string StructureName,
    string FamilyName,
    string GuardianFirstName,
    DateOnly FirstDay,
    DateOnly LastDay,
    IReadOnlyList<BookedChild> Lines,
    int TotalTickets,
    string PlanningAddress,
    string PortalAddress) : ILetter
{
    public static string Name => nameof(BookingSummary);

    public static LetterTopic? Topic => LetterTopic.Bookings;
}

/// <summary>The days of one child on one activity, and the tickets they use.</summary>
internal sealed record BookedChild(string Child, string Activity, IReadOnlyList<BookedDay> Dates, int Tickets);

/// <summary>A Paris day.</summary>
internal sealed record BookedDay(DateOnly Day);
