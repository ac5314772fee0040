using ETicket.Kernel;

namespace ETicket.Mail.Documents.Papers.Slips;

/// <summary>
/// « Pièce de la régie » — a paper the régisseur hands to the public accountant, or keeps for whoever checks the régie (CGCT R1617-16, R1617-17; instruction codificatrice
/// 06-031). It says no total that is not the total of its lines: <see cref="AddUp"/> compares them all, and nothing is printed where one differs.
/// </summary>
internal abstract record RegieSlip : IssuedPaper
{
    private string Name => GetType().Name;

    /// <summary>Refuses with <see cref="PaperDoesNotAddUp"/> a sum, or a number of pieces, that the lines do not make.</summary>
    protected abstract override void AddUp();

    /// <summary>What a paper without a total of its own tells strangers of.</summary>
    protected PublicFacts ToldOf(string? number, DateTimeOffset at, long cents) => new(Name, number, ParisTime.DayOf(at), cents);

    protected PublicFacts ToldOf(string? number, DateOnly day, long cents) => new(Name, number, day, cents);

    protected void Agree(long told, IEnumerable<long> lines) => Agree(told, lines.Sum());

    protected void Agree(long told, long found) => Sums.MeetInCents(this, Sums.Total, found, told);

    protected void AgreeOnCount(long told, long found) => Sums.Meet(this, Sums.Total, found, told);
}
