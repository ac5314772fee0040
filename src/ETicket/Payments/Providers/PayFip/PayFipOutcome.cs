using System.Globalization;
using System.Text.Json;
using ETicket.Kernel;

namespace ETicket.Payments.Providers.PayFip;

/// <summary>
/// « Résultat de la transaction » — PayFiP's codes turned into our words. It compares nothing with our own record: amount, reference, number and mode are handed
/// over as PayFiP wrote them, and the caller decides.
/// </summary>
internal static class PayFipOutcome
{
    /// <summary>A « saisie » that is absent or is not one letter: it equals none of ours, so that a person looks.</summary>
    private const char NoMode = '?';

    /// <summary>« saisie » T is a test, X an activation: test cards both, no money.</summary>
    private static readonly char[] TestModes = ['T', 'X'];

    /// <summary>What the proof keeps; the payer's address is not one of them.</summary>
    private static readonly string[] Proven =
        ["dattrans", "exer", "heurtrans", "idOp", "montant", "numauto", "numcli", "objet", "refdet", "resultrans", "saisie"];

    /// <summary>
    /// « resultrans »: P and V credit (V is a direct debit the bank may still reject), R and Z refuse, for good once the night is over: until then the payer may try another
    /// card. A is cancelled at any age, and never the last word: the payer may come back, and a cancelled payment that turns out paid still credits.
    /// </summary>
    /// <param name="detail">The fields as they came.</param>
    /// <param name="idOp">The operation asked about.</param>
    /// <param name="createdAt">UTC instant we created it.</param>
    /// <param name="now">UTC instant of the answer.</param>
    /// <param name="nightPassed">PayFiP has purged since what was never taken to the bank.</param>
    /// <param name="acceptsTests">
    /// False: a test or activation payment is handed over under its letter in small, t or x, which is no mode of ours. It can therefore never credit, whatever the régie is
    /// set to, and leaves the same trace for a person as any other disagreement.
    /// </param>
    public static ProviderView Of(PayFipDetail detail, string idOp, DateTimeOffset createdAt, DateTimeOffset now, bool nightPassed, bool acceptsTests)
    {
        if (detail["idOp"] is { } other && !string.Equals(other, idOp, StringComparison.OrdinalIgnoreCase))
            return new ProviderView.Unknown("the answer speaks of another operation");
        return detail["resultrans"] switch
        {
            "P" => Credited(detail, PaymentMeans.PayFipCard, promised: false, createdAt, now, acceptsTests),
            "V" => Credited(detail, PaymentMeans.PayFipDebit, promised: true, createdAt, now, acceptsTests),
            "R" or "Z" => new ProviderView.Refused(Proof(detail)) { Final = nightPassed },
            "A" => new ProviderView.Cancelled(Proof(detail)),
            null => new ProviderView.Unknown("no resultrans in the answer"),
            _ => new ProviderView.Unknown($"unknown resultrans {detail["resultrans"]}"),
        };
    }

    /// <summary>
    /// P5 is « no result yet » while a payer may be paying, and the end afterwards as far as one can see: it is asked about until P1. P1 is an operation purged by night:
    /// believed only of one old enough, because we hold its number from PayFiP itself, and the last word only once a night has passed.
    /// </summary>
    public static ProviderView Of(string code, string label, bool settled, bool nightPassed) => (code, settled) switch
    {
        ("P5", false) => new ProviderView.Pending(),
        ("P5" or "P1", true) => new ProviderView.Expired(JsonSerializer.Serialize(new { code, libelle = label })) { Final = code == "P1" && nightPassed },
        _ => new ProviderView.Unknown($"{code} {label}".Trim()),
    };

    private static ProviderView Credited(PayFipDetail detail, PaymentMeans means, bool promised, DateTimeOffset createdAt, DateTimeOffset now, bool acceptsTests)
    {
        if (!long.TryParse(detail["montant"], NumberStyles.None, CultureInfo.InvariantCulture, out var cents))
            return new ProviderView.Unknown("unreadable montant");
        if (PaidAt(detail["dattrans"], detail["heurtrans"], createdAt, now) is not { } paidAt)
            return new ProviderView.Unknown("unreadable dattrans or heurtrans");
        return new ProviderView.Credited(
            new Money(cents),
            means,
            promised,
            detail["refdet"] ?? "",
            detail["numcli"] ?? "",
            ModeOf(detail, acceptsTests),
            paidAt,
            detail["numauto"],
            Proof(detail));
    }

    private static char ModeOf(PayFipDetail detail, bool acceptsTests)
    {
        if (detail["saisie"] is not { Length: 1 } mode)
            return NoMode;
        return !acceptsTests && TestModes.Contains(mode[0]) ? char.ToLowerInvariant(mode[0]) : mode[0];
    }

    /// <summary>« dattrans » JJMMAAAA and « heurtrans » HHMM are read on a Paris clock, without seconds. More than a day before the operation existed, or after today, is no date.</summary>
    private static DateTimeOffset? PaidAt(string? day, string? time, DateTimeOffset createdAt, DateTimeOffset now)
    {
        if (!DateOnly.TryParseExact(day, "ddMMyyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            || !TimeOnly.TryParseExact(time, "HHmm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var hour)
            || date < ParisTime.DayOf(createdAt).AddDays(-1) || date > ParisTime.DayOf(now > createdAt ? now : createdAt).AddDays(1))
            return null;
        var second = ParisTime.At(date, hour);
        if (!ParisTime.Zone.IsAmbiguousTime(date.ToDateTime(hour)))
            return second;
        // Nobody pays before the operation exists; its minute is compared, since PayFiP tells no seconds.
        var first = second.AddHours(-1);
        return first.AddMinutes(1) > createdAt ? first : second;
    }

    private static string Proof(PayFipDetail detail) =>
        JsonSerializer.Serialize(Proven.Where(name => detail[name] is not null).ToDictionary(name => name, name => detail[name], StringComparer.Ordinal));
}
