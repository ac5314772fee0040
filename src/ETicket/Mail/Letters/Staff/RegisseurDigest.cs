namespace ETicket.Mail.Letters;

/// <summary>« Point du matin » — to the régisseur: what came in the day before, what still waits for an answer, what waits for a person. Whole cents.</summary>
/// <param name="Day">The Paris day told.</param>
/// <param name="Open">Payments without a final answer; <paramref name="Abandoned"/> those given up that day.</param>
/// <param name="Promised">Debit orders accepted and not yet confirmed, and their sum.</param>
/// <param name="ToSettle">Discrepancies nobody has settled.</param>
/// <param name="CashCents">Cash held by the régie, beside the ceiling of its act.</param>
/// <param name="FailedLetters">Letters that will not leave without a person.</param>
/// <param name="PaymentsAddress">The payments on the portal.</param>
internal sealed record RegisseurDigest(
    string StructureName,
    string RegieName,
    DateOnly Day,
    IReadOnlyList<DigestTaking> Takings,
    int Payments,
    long TotalCents,
    int Open,
    int Abandoned,
    int Promised,
    long PromisedCents,
    int ToSettle,
    long CashCents,
    long CeilingCents,
    int FailedLetters,
    string PaymentsAddress,
    string PortalAddress) : ILetter
{
    public static string Name => nameof(RegisseurDigest);
}

/// <summary>What one means of payment (its code) brought.</summary>
internal sealed record DigestTaking(string Means, int Payments, long Cents);
