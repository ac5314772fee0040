using ETicket.Kernel;

namespace ETicket.Mail.Documents.Papers;

/// <summary>« Attestation annuelle » — what a family paid in a year, document by document, and what its children used: for a works council, a social worker, the family itself.</summary>
internal sealed record YearlyCertificate : Certificate
{
    public required int Year { get; init; }

    /// <summary>The last Paris day told: 31 December, or the day it was asked for while the year runs.</summary>
    public required DateOnly Until { get; init; }

    /// <summary>Whether the year still runs: what follows is not told yet.</summary>
    public required bool IsPartial { get; init; }
    public required IReadOnlyList<YearlyPayment> Payments { get; init; }
    public required long PaidCents { get; init; }
    public required IReadOnlyList<YearlyUse> Uses { get; init; }
    public required long UsedCents { get; init; }

    protected override DateTimeOffset At => ParisTime.StartOf(Until);
    protected override PublicFacts Told => new(nameof(YearlyCertificate), null, Until, PaidCents);
}

/// <summary>A receipt, or what took one back (negative); means as a code.</summary>
internal sealed record YearlyPayment(string Number, DateOnly Day, string Means, string? PaidBy, long Cents);

/// <summary>What one child used of one activity.</summary>
internal sealed record YearlyUse(string Child, string Activity, int Tickets, long Cents);
