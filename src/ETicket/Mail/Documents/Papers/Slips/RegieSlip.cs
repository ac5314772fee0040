using ETicket.Kernel;

namespace ETicket.Mail.Documents.Papers.Slips;

/// <summary>
/// « Pièce de la régie » — a paper the régisseur hands to the public accountant, or keeps for whoever checks the régie (CGCT R1617-16, R1617-17; instruction codificatrice
/// 06-031). It says no total that is not the total of its lines: <see cref="Check"/> compares them all, and nothing is printed where one differs.
/// </summary>
internal abstract record RegieSlip : IssuedPaper, IAddsUp
{
    private string Name => GetType().Name;

    /// <summary>Refuses with <see cref="TotalDisagrees"/> a sum, with <see cref="CountDisagrees"/> a number of pieces, that the lines do not make.</summary>
    public abstract void Check();

    /// <summary>What a paper without a total of its own tells strangers of.</summary>
    protected PublicFacts ToldOf(string? number, DateTimeOffset at, long cents) => new(Name, number, ParisTime.DayOf(at), cents);

    protected PublicFacts ToldOf(string? number, DateOnly day, long cents) => new(Name, number, day, cents);

    protected void Agree(long told, IEnumerable<long> lines) => Agree(told, lines.Sum());

    protected void Agree(long told, long found)
    {
        if (told != found)
            throw new TotalDisagrees(Name, new Money(told), new Money(found));
    }

    protected void AgreeOnCount(long told, long found)
    {
        if (told != found)
            throw new CountDisagrees(Name, told, found);
    }
}
