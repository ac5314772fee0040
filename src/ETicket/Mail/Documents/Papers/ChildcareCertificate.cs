using ETicket.Kernel;

namespace ETicket.Mail.Documents.Papers;

/// <summary>
/// « Attestation fiscale » — what the care of children under six on 1 January cost in a finished year (CGI art. 200 quater B; BOI-IR-RICI-300): only services the commune
/// declares to be care, used and paid for, by ticket or by invoice; meals and top-ups never count.
/// </summary>
internal sealed record ChildcareCertificate : Certificate
{
    public required int Year { get; init; }

    /// <summary>The adults of the file, who declare.</summary>
    public required IReadOnlyList<CertifiedAdult> Adults { get; init; }
    public required IReadOnlyList<CertifiedChild> Children { get; init; }
    public required long TotalCents { get; init; }

    /// <summary>Paid in the year too, and left out: nobody knows here for which child.</summary>
    public required IReadOnlyList<UndetailedInvoice> Undetailed { get; init; }

    private DateOnly Until => new(Year, 12, 31);

    protected override DateTimeOffset At => ParisTime.StartOf(Until);
    protected override PublicFacts Told => new(nameof(ChildcareCertificate), null, Until, TotalCents);
}

/// <summary>The number of an invoice that names no child; <paramref name="Partly"/> where only some of its lines name none, the others being counted.</summary>
internal sealed record UndetailedInvoice(string Number, bool Partly);

internal sealed record CertifiedAdult(string FirstName, string LastName);

/// <summary>One line per child and service: times used, and what was paid for them in cents.</summary>
internal sealed record CertifiedChild(string FirstName, string LastName, DateOnly BornOn, string Service, int Times, long Cents);
