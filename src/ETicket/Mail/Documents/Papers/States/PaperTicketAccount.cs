namespace ETicket.Mail.Documents.Papers.States;

/// <summary>
/// « Compte d'emploi des tickets papier » — for a commune that still sells some: what became of each carnet the accountant handed over (valeurs inactives). Tickets on line are no
/// stock of his and are not there: they have <see cref="TicketStatePaper"/>.
/// </summary>
internal sealed record PaperTicketAccount : PeriodPaper
{
    public required IReadOnlyList<PaperCarnet> Carnets { get; init; }

    public long Received => Carnets.Sum(c => c.Received);
    public long Sold => Carnets.Sum(c => c.Sold);
    public long Spoiled => Carnets.Sum(c => c.Spoiled);
    public long Returned => Carnets.Sum(c => c.Returned);
    public long Remaining => Carnets.Sum(c => c.Remaining);
    public long SoldCents => Carnets.Sum(c => c.SoldCents);
    public long RemainingCents => Carnets.Sum(c => c.RemainingCents);

    protected override PublicFacts Told => new(nameof(PaperTicketAccount), null, To, RemainingCents);

    protected override void AddUp()
    {
        foreach (var carnet in Carnets)
        {
            var name = $"{carnet.FirstNumber}–{carnet.LastNumber}";
            Sums.Meet(this, name, carnet.LastNumber - carnet.FirstNumber + 1, carnet.Received);
            Sums.Meet(this, name, carnet.Received, carnet.Sold + carnet.Spoiled + carnet.Returned + carnet.Remaining);
            Sums.StayWithin(this, name, To.DayNumber, carnet.ReceivedOn.DayNumber);
        }
    }
}

/// <summary>Tickets of one price, numbered from the first to the last, handed over that day; sold, spoiled, given back to the accountant, left.</summary>
internal sealed record PaperCarnet(
    string Ticket, long UnitCents, int FirstNumber, int LastNumber, DateOnly ReceivedOn, long Received, long Sold, long Spoiled, long Returned, long Remaining)
{
    public long SoldCents => Sold * UnitCents;
    public long RemainingCents => Remaining * UnitCents;
}
