using ETicket.Kernel;

namespace ETicket.Mail.Letters;

/// <summary>
/// « Dette avant titre » — the last letter before the commune issues a « titre de recettes » and the public accountant asks for the sum. It is due whatever was stopped. Whole cents.
/// </summary>
/// <param name="LastDay">Last Paris day on which the sum can still be paid to the régie.</param>
/// <param name="PayAddress">Where it is paid.</param>
internal sealed record DebtBeforeTitre(
    string StructureName,
    string RegieName,
    string FamilyName,
    string GuardianFirstName,
    IReadOnlyList<OwedSum> Lines,
    long TotalCents,
    DateOnly LastDay,
    string PayAddress,
    string PortalAddress) : ILetter
{
    /// <summary>The régie it reminds for: names change. Null in letters of before it was kept.</summary>
    [Landmark]
    public Guid? RegieId { get; init; }

    public static string Name => nameof(DebtBeforeTitre);

    /// <summary>After that day the sum is paid to the régie no more.</summary>
    DateTimeOffset? ILetter.ExpiresAt => ParisTime.StartOf(LastDay.AddDays(1));
}

/// <summary>What is owed, and since which Paris day.</summary>
internal sealed record OwedSum(string Label, DateOnly Since, long Cents);
