namespace ETicket.Mail.Documents.Papers.Lists;

/// <summary>
/// « Liste du jour » — what those who serve a day need, and no more (CNIL, délibération 2015-433): who is expected, or how many. It tells no amount, so neither does the public
/// page of whoever checks it.
/// </summary>
internal abstract record DayList : IssuedPaper
{
    /// <summary>The Paris day it is about.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>UTC; ticks made after it are not there.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    protected override DateTimeOffset At => MadeAt;
    protected override PublicFacts Told => new(GetType().Name, null, Day, 0);
}
