namespace ETicket.Mail.Letters;

/// <summary>
/// « Tickets bientôt épuisés » — before the booklet is empty, not after: how far its tickets go along the days already ticked. Once per crossing of the threshold; the services of
/// one family in one letter.
/// </summary>
/// <param name="ThresholdDays">The reader's threshold, in days of planned use.</param>
/// <param name="BasketAddress">The basket of what is missing.</param>
internal sealed record LowBalance(
    string StructureName, string FamilyName, string GuardianFirstName, IReadOnlyList<LowBooklet> Lines, int ThresholdDays, string BasketAddress, string PortalAddress) : ILetter
{
    public static string Name => nameof(LowBalance);

    public static LetterTopic? Topic => LetterTopic.LowBalance;
}

/// <summary>A booklet that runs out: the tickets left in it, the last ticked day they cover (null where they cover none) and the first they do not (null where every ticked day is covered). Paris days.</summary>
/// <param name="DaysAsUsual">Where every ticked day is covered: the days the tickets last if the family goes on as in the last week it ticked; null elsewhere.</param>
/// <param name="ToBuy">The tickets to buy for the four weeks that begin with the first day without one.</param>
internal sealed record LowBooklet(string Label, int Left, DateOnly? CoveredUntil, DateOnly? FirstUncovered, int? DaysAsUsual, int ToBuy)
{
    /// <summary>The booklet; null in letters written before it was noted.</summary>
    [Landmark]
    public long? WalletId { get; init; }

    /// <summary>The last transfer of the booklet the letter knows, 0 for none.</summary>
    [Landmark]
    public long? TransferId { get; init; }
}
