using ETicket.Kernel;

namespace ETicket.Mail.Documents.Papers;

/// <summary>« Avoir » — what is taken off an invoice already issued, which is never changed: a numbered document of its own, its amounts negative.</summary>
internal sealed record CreditNotePaper : FamilyPaper
{
    public required string Number { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>The invoice it corrects, and the Paris day that one bears.</summary>
    public required string InvoiceNumber { get; init; }
    public required DateOnly InvoicedOn { get; init; }
    public required string Reason { get; init; }
    public required IReadOnlyList<InvoicePaperLine> Lines { get; init; }
    public required long TotalCents { get; init; }

    /// <summary>See <see cref="VatShare"/>.</summary>
    public IReadOnlyList<VatShare> Vat => VatShare.Of(Lines.Select(l => (l.VatRate, l.Cents)));
    public bool IsPartlyUntaxed => Vat.Count > 0 && Lines.Any(l => l.VatRate == 0);

    /// <summary>What is still to be paid of the invoice, in cents; 0 when nothing is.</summary>
    public required long StillOwedCents { get; init; }

    /// <summary>See <see cref="InvoicePaper.NamesChildren"/>.</summary>
    public bool NamesChildren => Lines.Any(l => l.Child is not null);

    protected override DateTimeOffset At => IssuedAt;
    protected override PublicFacts Told => new(nameof(CreditNotePaper), Number, ParisTime.DayOf(IssuedAt), TotalCents);

    protected override void AddUp() => InvoicePaperLine.MakeTheTotal(this, Lines, TotalCents);
}
