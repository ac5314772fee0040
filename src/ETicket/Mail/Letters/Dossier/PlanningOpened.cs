namespace ETicket.Mail.Letters;

/// <summary>« Planning ouvert » — the second letter: days can be ticked from now on.</summary>
/// <param name="WithTickets">Whether a ticked day uses a ticket bought before; false where everything is billed after use.</param>
/// <param name="PlanningAddress">The planning on the portal.</param>
internal sealed record PlanningOpened(
    string StructureName, string FamilyName, string GuardianFirstName, IReadOnlyList<OpenedActivity> Lines, bool WithTickets, string PlanningAddress, string PortalAddress) : ILetter
{
    public static string Name => nameof(PlanningOpened);
}

/// <summary>What one child may be booked on, from a Paris day on.</summary>
internal sealed record OpenedActivity(string Child, string Activity, DateOnly FirstDay);
