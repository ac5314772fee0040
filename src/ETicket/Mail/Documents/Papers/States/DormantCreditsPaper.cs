namespace ETicket.Mail.Documents.Papers.States;

/// <summary>
/// « Crédits dormants » — tickets nobody has touched for long, by the year they were bought: each may be claimed until 31 December of the fourth year after (loi 68-1250 of
/// 31 December 1968, art. 1). Listed to be paid back, or moved to a brother or sister; nothing lapses by itself.
/// </summary>
internal sealed record DormantCreditsPaper : SituationPaper
{
    /// <summary>Booklets that have not moved since that Paris day, included.</summary>
    public required DateOnly QuietSince { get; init; }
    public required IReadOnlyList<DormantCredit> Credits { get; init; }

    /// <summary>What the accounts of those booklets hold, in cents.</summary>
    public required long AccountCents { get; init; }

    public int FamilyCount => Credits.Select(c => c.FamilyNumber).Distinct(StringComparer.Ordinal).Count();
    public long TotalTickets => Credits.Sum(c => c.Tickets);
    public long TotalCents => Credits.Sum(c => c.Cents);

    /// <summary>By year of prescription, the earliest first.</summary>
    public IReadOnlyList<DormantYear> Years =>
    [
        .. Credits.GroupBy(c => c.ClaimableUntil).OrderBy(g => g.Key)
            .Select(g => new DormantYear(g.Key, g.Key < On, g.Select(c => c.FamilyNumber).Distinct(StringComparer.Ordinal).Count(), g.Sum(c => c.Tickets), g.Sum(c => c.Cents))),
    ];

    protected override PublicFacts Told => new(nameof(DormantCreditsPaper), null, On, TotalCents);

    protected override void AddUp()
    {
        foreach (var credit in Credits)
            Sums.StayWithin(this, credit.FamilyNumber, QuietSince.DayNumber, credit.MovedOn.DayNumber);
        Sums.MeetInCents(this, Sums.Total, AccountCents, TotalCents);
    }
}

/// <summary>Tickets of one booklet bought in one year: when the booklet moved last, how many are left, what was paid for them in cents.</summary>
internal sealed record DormantCredit(string FamilyNumber, string FamilyName, string Ticket, DateOnly MovedOn, int BoughtIn, long Tickets, long Cents)
{
    private const int YearsToClaim = 4;

    public DateOnly ClaimableUntil => new(BoughtIn + YearsToClaim, 12, 31);
}

internal sealed record DormantYear(DateOnly ClaimableUntil, bool IsPrescribed, int Families, long Tickets, long Cents);
