using System.Text.Json.Serialization;

namespace ETicket.Tresor.Operations;

/// <summary>« resultrans » — what became of an operation, one letter on the wire.</summary>
internal enum Result
{
    /// <summary>« payé par carte »</summary>
    [JsonStringEnumMemberName("P")] PaidByCard,

    /// <summary>« prélèvement enregistré »: an order, the money moves days later.</summary>
    [JsonStringEnumMemberName("V")] DebitOrdered,

    /// <summary>« carte refusée »</summary>
    [JsonStringEnumMemberName("R")] CardRefused,

    /// <summary>« prélèvement refusé »</summary>
    [JsonStringEnumMemberName("Z")] DebitRefused,

    /// <summary>« abandonné »: not final, the payer may come back while the window is open.</summary>
    [JsonStringEnumMemberName("A")] Abandoned,
}

internal static class ResultLetters
{
    public static string Letter(this Result result) => result switch
    {
        Result.PaidByCard => "P",
        Result.DebitOrdered => "V",
        Result.CardRefused => "R",
        Result.DebitRefused => "Z",
        _ => "A",
    };

    public static Result? Read(string? letter) => letter switch
    {
        "P" => Result.PaidByCard,
        "V" => Result.DebitOrdered,
        "R" => Result.CardRefused,
        "Z" => Result.DebitRefused,
        "A" => Result.Abandoned,
        _ => null,
    };
}

/// <summary>What the caller sent, under PayFiP's own names, kept as sent because the detail echoes it.</summary>
internal sealed record PaymentRequest(
    string? Exer, string Mel, string Montant, string Numcli, string? Objet, string Refdet, string Saisie, string Urlnotif, string? Urlredirect)
{
    /// <summary>Asked for by a payer's browser on the older interface: the web service knows nothing of it.</summary>
    public bool ByRedirect { get; init; }
}

/// <summary>How an operation ended, when, and the authorisation number that only a success has.</summary>
/// <param name="PayerMel">The address the payer asked the ticket to be sent to, when it is not the one of the request.</param>
internal sealed record Outcome(Result Result, DateTimeOffset At, string? Numauto, string? PayerMel)
{
    /// <summary>When the bank's word comes late: until then nobody knows of it.</summary>
    public DateTimeOffset? KnownFrom { get; init; }

    /// <summary>« rejet » of a direct debit by the bank: only the bank's listing tells it.</summary>
    public DateOnly? RejectedOn { get; init; }

    public bool IsKnownAt(DateTimeOffset now) => KnownFrom is not { } from || from <= now;
}

/// <summary>« opération » — one payment asked for by a client number, from its creation to its end.</summary>
internal sealed record Operation(string IdOp, DateTimeOffset CreatedAt, PaymentRequest Request)
{
    /// <summary>How long the payer has to open the page.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    /// <summary>The page was opened and the payer has not acted on it yet.</summary>
    public bool OnPage { get; init; }

    public Outcome? Outcome { get; init; }

    /// <summary>Taken away before its night, from the control page.</summary>
    public bool Purged { get; init; }

    /// <summary>An abandon leaves the operation open; anything else closes it for ever.</summary>
    [JsonIgnore]
    public bool IsFinal => Outcome is { Result: not Result.Abandoned };

    public bool CanOpenAt(DateTimeOffset now) => now - CreatedAt <= Window;

    /// <summary>
    /// Without a result it never reached the bank: gone with the first purge after its window. With one it stays readable a year.
    /// </summary>
    public bool IsGoneAt(DateTimeOffset now) =>
        Purged || now >= (Outcome is null ? ParisClock.NextPurge(CreatedAt + Window) : Outcome.At.AddYears(1));
}
