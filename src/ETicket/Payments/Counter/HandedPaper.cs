using ETicket.Kernel;

namespace ETicket.Payments.Counter;

/// <summary>
/// « Papier remis » — what a payer hands over the counter that is not coins: a cheque with its bank and whoever signed it (« tireur »), as its slip lists it; a CESU or a chèque-vacances, for the
/// value printed on it; the slip of a card or of a transfer, by its number.
/// </summary>
public sealed record HandedPaper(string? Number, string? Bank = null, string? Signer = null, Money? Face = null)
{
    public static HandedPaper Cheque(string number, string bank, string signer) => new(number, bank, signer);

    /// <summary>A CESU or a chèque-vacances of that printed value; most bear a number too.</summary>
    public static HandedPaper Voucher(Money face, string? number = null) => new(number, Face: face);

    /// <summary>What the terminal printed, or the bank's reference of a transfer.</summary>
    public static HandedPaper Slip(string number) => new(number);

    /// <summary>As it is kept and compared: a number without its spaces, names without those too many, and nothing where only spaces were typed.</summary>
    internal HandedPaper AsKept => this with { Number = Words(Number, ""), Bank = Words(Bank, " "), Signer = Words(Signer, " ") };

    private static string? Words(string? typed, string between) =>
        typed?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } words ? string.Join(between, words) : null;
}
