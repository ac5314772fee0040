using ETicket.Kernel;

namespace ETicket.Mail.Documents.Papers;

/// <summary>« Facture » — what a family owes a régie for a service billed after use: what, how much, until when, by which means.</summary>
internal sealed record InvoicePaper : FamilyPaper
{
    /// <summary>« F2026-000012 ».</summary>
    public required string Number { get; init; }

    /// <summary>UTC; the day the family has to pay by is a Paris day.</summary>
    public required DateTimeOffset IssuedAt { get; init; }
    public required DateOnly DueOn { get; init; }
    public required IReadOnlyList<InvoicePaperLine> Lines { get; init; }
    public required long TotalCents { get; init; }

    /// <summary>See <see cref="VatShare"/>.</summary>
    public IReadOnlyList<VatShare> Vat => VatShare.Of(Lines.Select(l => (l.VatRate, l.Cents)));
    public bool IsPartlyUntaxed => Vat.Count > 0 && Lines.Any(l => l.VatRate == 0);

    /// <summary>The receipt that proves it was paid, or those of its parts, « Q2026-000131, Q2026-000140 »; null while any of it is owed.</summary>
    public string? PaidByReceipt { get; init; }

    /// <summary>« Acomptes » — what was paid of it, receipt by receipt, while some is left; none where nothing was, or all.</summary>
    public IReadOnlyList<PartPaid> Parts { get; init; } = [];

    /// <summary>What is still to pay once its parts are taken off, in cents.</summary>
    public long LeftCents => Parts.Count == 0 ? TotalCents : TotalCents - Parts.Sum(p => p.Cents);

    /// <summary>Codes of the means the régie takes for it.</summary>
    public required IReadOnlyList<AcceptedMeans> Accepted { get; init; }

    /// <summary>Whether the books hold one sum, and nothing of what makes it.</summary>
    public bool IsOneSum { get; init; }

    /// <summary>A column that says nothing is not printed.</summary>
    public bool NamesChildren => Lines.Any(l => l.Child is not null);

    protected override DateTimeOffset At => IssuedAt;
    protected override PublicFacts Told => new(nameof(InvoicePaper), Number, ParisTime.DayOf(IssuedAt), TotalCents);

    protected override void AddUp() => InvoicePaperLine.MakeTheTotal(this, Lines, TotalCents);
}

/// <summary>
/// What the family reads: the service, what of it was used, how many times and at which price in cents, VAT in hundredths of a percent, 0 for none. Of a sum whose detail the
/// books do not hold, once that sum.
/// </summary>
internal sealed record InvoicePaperLine(string Service, string Label, int Quantity, long UnitCents, long Cents, int VatRate = 0)
{
    /// <summary>Who used it; null where the books do not say, or nobody did.</summary>
    public string? Child { get; init; }

    /// <summary>Where the service was given, within what the letterhead names; null where the catalogue does not say.</summary>
    public string? Place { get; init; }

    /// <summary>Refuses lines that are not their quantity at their price, or do not make the total.</summary>
    public static void MakeTheTotal(IDocument paper, IReadOnlyList<InvoicePaperLine> lines, long totalCents)
    {
        foreach (var line in lines)
            Sums.MeetInCents(paper, line.Label, line.Quantity * line.UnitCents, line.Cents);
        Sums.MeetInCents(paper, Sums.Total, totalCents, lines.Sum(l => l.Cents));
    }
}

/// <summary>A part of an invoice that was paid: the receipt that proves it, its Paris day and its cents.</summary>
internal sealed record PartPaid(string Receipt, DateOnly On, long Cents);

internal sealed record AcceptedMeans(string Means);
