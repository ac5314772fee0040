namespace ETicket.Mail.Documents.Papers.States;

/// <summary>
/// « Balance des comptes familles » — each booklet from balance to balance, and for each ticket type their sum against the account that controls it (tickets issued less tickets
/// used). Bought is positive, used negative, adjusted is all the rest: cancelled, taken back, refunded, given back, moved.
/// </summary>
internal sealed record FamilyBalancePaper : PeriodPaper
{
    public required IReadOnlyList<FamilyAccount> Accounts { get; init; }
    public required IReadOnlyList<ControlAccount> Controls { get; init; }

    public int Families => Accounts.Select(a => a.FamilyNumber).Distinct(StringComparer.Ordinal).Count();
    public long ValueCents => Accounts.Sum(a => a.ValueCents);
    public long CreditCents => Accounts.Where(a => a.ValueCents > 0).Sum(a => a.ValueCents);
    public long DebitCents => Accounts.Where(a => a.ValueCents < 0).Sum(a => a.ValueCents);

    protected override PublicFacts Told => new(nameof(FamilyBalancePaper), null, To, ValueCents);

    protected override void AddUp()
    {
        foreach (var account in Accounts)
            Sums.Meet(this, $"{account.FamilyNumber} {account.Ticket}", account.Opening + account.Bought + account.Used + account.Adjusted, account.Closing);
        var booklets = Accounts.ToLookup(a => a.Ticket, StringComparer.Ordinal);
        Sums.Meet(this, Sums.Total, Accounts.Count, Controls.Sum(c => booklets[c.Ticket].Count()));
        foreach (var control in Controls)
        {
            var mine = booklets[control.Ticket].ToList();
            Sums.Meet(this, control.Ticket, mine.Sum(a => a.Opening), control.Opening);
            Sums.Meet(this, control.Ticket, mine.Sum(a => a.Bought), control.Bought);
            Sums.Meet(this, control.Ticket, mine.Sum(a => a.Used), control.Used);
            Sums.Meet(this, control.Ticket, mine.Sum(a => a.Adjusted), control.Adjusted);
            Sums.Meet(this, control.Ticket, control.AccountTickets, mine.Sum(a => a.Closing));
            Sums.MeetInCents(this, control.Ticket, control.AccountCents, mine.Sum(a => a.ValueCents));
        }
    }
}

/// <summary>One booklet of one family, in tickets; what it is worth at the end, in cents, at the price paid.</summary>
internal sealed record FamilyAccount(string FamilyNumber, string FamilyName, string Ticket, long Opening, long Bought, long Used, long Adjusted, long Closing, long ValueCents);

/// <summary>All booklets of a ticket type, by its code; then what the account that controls them holds on the last day, in tickets and cents.</summary>
internal sealed record ControlAccount(string Ticket, string Label, long Opening, long Bought, long Used, long Adjusted, long AccountTickets, long AccountCents);
