using System.Globalization;
using System.Resources;

namespace ETicket.Kernel;

/// <summary>« Moyen de paiement », with the codes of the régie's papers.</summary>
public enum PaymentMeans
{
    PayFipCard,
    PayFipDebit,
    StripeCard,
    PayPal,
    Cash,
    Cheque,
    Transfer,
    CardTerminal,
    Cesu,
    HolidayVoucher,
}

/// <summary>The codes under which means are written in files and journals.</summary>
public static class MeansCodes
{
    private static readonly ResourceManager French = new("ETicket.Kernel.Means", typeof(MeansCodes).Assembly);

    /// <summary>« carte bancaire (PayFiP) »: how a person calls it.</summary>
    public static string InWords(this PaymentMeans means) => InWords(means.Code());

    /// <summary>The same for a code; refuses one that has no words, with <see cref="FormatException"/>.</summary>
    public static string InWords(string code) =>
        French.GetString(code, CultureInfo.InvariantCulture) ?? throw new FormatException($"No words for the means of payment '{code}'.");

    public static string Code(this PaymentMeans means) => means switch
    {
        PaymentMeans.PayFipCard => "PAYFIP_CB",
        PaymentMeans.PayFipDebit => "PAYFIP_SEPA",
        PaymentMeans.StripeCard => "CARTE_STRIPE",
        PaymentMeans.PayPal => "PAYPAL",
        PaymentMeans.Cash => "ESPECES",
        PaymentMeans.Cheque => "CHEQUE",
        PaymentMeans.Transfer => "VIREMENT",
        PaymentMeans.CardTerminal => "CARTE_TPE",
        PaymentMeans.Cesu => "CESU",
        PaymentMeans.HolidayVoucher => "ANCV",
        _ => throw new ArgumentOutOfRangeException(nameof(means)),
    };

    /// <summary>« Au guichet » — taken by an agent, whatever it is; the others are paid on line.</summary>
    public static bool IsAtCounter(this PaymentMeans means) =>
        means is PaymentMeans.Transfer or PaymentMeans.CardTerminal || means.IsInHand();

    /// <summary>« En main » — coins and papers the agent keeps until they are handed in: given back, nothing was collected.</summary>
    public static bool IsInHand(this PaymentMeans means) =>
        means is PaymentMeans.Cash or PaymentMeans.Cheque or PaymentMeans.Cesu or PaymentMeans.HolidayVoucher;

    /// <summary>« Sous réserve d'encaissement » — of a code: a cheque and a debit that was ordered are promises, which their bank may not keep.</summary>
    public static bool IsPromise(string code) => TryRead(code, out var means) && means is (PaymentMeans.Cheque or PaymentMeans.PayFipDebit);

    public static bool TryRead(string code, out PaymentMeans means)
    {
        foreach (var candidate in Enum.GetValues<PaymentMeans>())
        {
            if (candidate.Code() == code)
            {
                means = candidate;
                return true;
            }
        }
        means = default;
        return false;
    }
}
