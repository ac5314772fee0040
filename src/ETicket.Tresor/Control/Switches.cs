using System.Text.Json.Serialization;
using System.Xml;

namespace ETicket.Tresor.Control;

/// <summary>« réglages » — how the Trésor (mis)behaves, for all operations or for one. Each new misbehaviour is one more property here.</summary>
public sealed record Switches
{
    private const int Year = 366 * 24 * 3600;
    private const int LongestValue = 100;

    /// <summary>Everything as it should be.</summary>
    public static readonly Switches Normal = new();

    [JsonPropertyName("notification")] public NotificationHabit Notification { get; init; }

    [JsonPropertyName("champ")] public NotificationField Field { get; init; }

    [JsonPropertyName("envoi")] public NotificationCarrier Carrier { get; init; }

    [JsonPropertyName("moment")] public NotificationMoment Moment { get; init; }

    /// <summary>Seconds of the Trésor's clock between the result and its notification.</summary>
    [JsonPropertyName("retard")] public int LateSeconds { get; init; }

    [JsonPropertyName("retour")] public ReturnHabit Return { get; init; }

    [JsonPropertyName("reponse")] public ServiceAnswer Answer { get; init; }

    [JsonPropertyName("appels")] public ServiceCalls Calls { get; init; }

    /// <summary>Real seconds before an answer, since the patience of a client is real.</summary>
    [JsonPropertyName("lenteur")] public int SlowSeconds { get; init; }

    /// <summary>Seconds of the Trésor's clock after the payer's act during which the look-up still says P5.</summary>
    [JsonPropertyName("resultatDans")] public int ResultInSeconds { get; init; }

    /// <summary>Seconds of the Trésor's clock after which who abandoned pays by card on the same idOp; 0: does not.</summary>
    [JsonPropertyName("abandonPuisPaye")] public int PaidAfterAbandonSeconds { get; init; }

    /// <summary>What the detail says instead of the truth; null: the truth.</summary>
    [JsonPropertyName("montant")] public string? Montant { get; init; }

    [JsonPropertyName("refdet")] public string? Refdet { get; init; }

    [JsonPropertyName("numcli")] public string? Numcli { get; init; }

    [JsonPropertyName("saisie")] public string? Saisie { get; init; }

    /// <summary>Days after which the bank rejects a direct debit, without a word to the web service; 0: does not.</summary>
    [JsonPropertyName("rejetDans")] public int RejectedInDays { get; init; }

    /// <summary>Whether they can be applied: delays within a year (an answer within ten minutes), values an answer can carry.</summary>
    internal bool AreSound =>
        new[] { LateSeconds, ResultInSeconds, PaidAfterAbandonSeconds }.All(seconds => seconds is >= 0 and <= Year)
        && SlowSeconds is >= 0 and <= 600
        && RejectedInDays is >= 0 and <= 366
        && new[] { Montant, Refdet, Numcli, Saisie }.All(value => value is null || (value.Length is > 0 and <= LongestValue && value.All(XmlConvert.IsXmlChar)));
}
