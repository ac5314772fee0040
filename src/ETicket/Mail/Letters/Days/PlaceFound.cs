namespace ETicket.Mail.Letters;

/// <summary>« Place libérée » — days that waited on the list are booked now: the family learns it, and until when it may give them up.</summary>
/// <param name="CancelUntil">First instant (UTC) at which the first of these days can be unticked no more.</param>
/// <param name="PlanningAddress">The planning on the portal.</param>
internal sealed record PlaceFound(
    string StructureName,
    string FamilyName,
    string GuardianFirstName,
    IReadOnlyList<ToldDay> Lines,
    int Tickets,
    DateTimeOffset CancelUntil,
    string PlanningAddress,
    string PortalAddress) : ILetter
{
    public static string Name => nameof(PlaceFound);
}
