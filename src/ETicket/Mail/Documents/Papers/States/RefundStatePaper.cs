namespace ETicket.Mail.Documents.Papers.States;

/// <summary>
/// « État de remboursement » — tickets the commune pays back, for the ordonnateur who mandates and the accountant who pays: a régie de recettes never pays out itself. It cites the
/// decision that grants them.
/// </summary>
internal sealed record RefundStatePaper : SituationPaper
{
    public required string DecisionReference { get; init; }
    public required DateOnly DecidedOn { get; init; }

    /// <summary>The account the ordonnateur charges, where the commune has said which.</summary>
    public string? BudgetAccount { get; init; }
    public required IReadOnlyList<RefundedFamily> Payees { get; init; }

    public int FamilyCount => Payees.Count;
    public long TotalCents => Payees.Sum(f => f.TotalCents);

    protected override PublicFacts Told => new(nameof(RefundStatePaper), DecisionReference, On, TotalCents);

    protected override void AddUp()
    {
        foreach (var (number, line) in Payees.SelectMany(f => f.Lines.Select(l => (f.Number, l))))
            Sums.MeetInCents(this, $"{number} {line.Ticket}", line.Tickets * line.UnitCents, line.Cents);
    }
}

/// <summary>Who is paid back: the file, the adult whose account it is, that account (IBAN in groups of four, as it was given), why.</summary>
internal sealed record RefundedFamily(string Number, string Name, string Payee, string Iban, string Reason, IReadOnlyList<RefundedLine> Lines)
{
    public long TotalCents => Lines.Sum(l => l.Cents);

    /// <summary>A column that says nothing is not printed.</summary>
    public bool HasDocuments => Lines.Any(l => l.Document is not null);
}

/// <summary>So many tickets at the price that was paid for them, the receipt that sold them, the document of the series B that takes them back where it is already made.</summary>
internal sealed record RefundedLine(string Ticket, string Receipt, string? Document, long Tickets, long UnitCents, long Cents);
