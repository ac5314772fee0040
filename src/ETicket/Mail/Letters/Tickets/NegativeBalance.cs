namespace ETicket.Mail.Letters;

/// <summary>
/// « Carnet au-dessous de zéro » — a child ate, or took the bus, without a ticket left: what is missing, and what it costs. Once per crossing; it is a debt, so nobody stops it. Amounts
/// are whole positive cents.
/// </summary>
/// <param name="BasketAddress">Where tickets are bought.</param>
internal sealed record NegativeBalance(
    string StructureName, string FamilyName, string GuardianFirstName, IReadOnlyList<NegativeBooklet> Lines, long TotalCents, string BasketAddress, string PortalAddress) : ILetter
{
    public static string Name => nameof(NegativeBalance);
}

/// <summary>A booklet that crossed zero on a Paris day, the tickets it lacks and their price.</summary>
internal sealed record NegativeBooklet(string Label, DateOnly UsedOn, int Missing, long Cents)
{
    /// <summary>The booklet; null in letters written before it was noted.</summary>
    [Landmark]
    public long? WalletId { get; init; }
}
