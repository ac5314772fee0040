using ETicket.Kernel;

namespace ETicket.Mail.Documents.Papers.States;

/// <summary>« État d'une période » — what a régie did from one Paris day to another, both included. Signed by the régisseur.</summary>
internal abstract record PeriodPaper : IssuedPaper
{
    public required DateOnly From { get; init; }
    public required DateOnly To { get; init; }

    protected override DateTimeOffset At => ParisTime.StartOf(To);
}

/// <summary>« Situation » — how things stand on a Paris day.</summary>
internal abstract record SituationPaper : IssuedPaper
{
    public required DateOnly On { get; init; }

    protected override DateTimeOffset At => ParisTime.StartOf(On);
}
