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

    /// <summary>The receipt that proves it was paid; null while it is owed.</summary>
    public string? PaidByReceipt { get; init; }

    /// <summary>Codes of the means the régie takes for it.</summary>
    public required IReadOnlyList<AcceptedMeans> Accepted { get; init; }

    protected override DateTimeOffset At => IssuedAt;
    protected override PublicFacts Told => new(nameof(InvoicePaper), Number, ParisTime.DayOf(IssuedAt), TotalCents);
}

/// <summary>What the family reads, under the régie's product; in cents, VAT in hundredths of a percent, 0 for none.</summary>
internal sealed record InvoicePaperLine(string Service, string Label, long Cents, int VatRate = 0);

internal sealed record AcceptedMeans(string Means);
