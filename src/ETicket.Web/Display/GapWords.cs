using System.Globalization;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Invoicing;
using ETicket.Payments.Providers;

namespace ETicket.Web.Display;

/// <summary>« Écart » in words: what it means, what was expected, what was found. Providers and the program write codes; a person reads French and euros.</summary>
internal static class GapWords
{
    private const string NothingHadLeft = "nothing had left";
    private const string ApprovedFor = "no: approved for ";

    /// <summary>What a discrepancy of this field means, and what became of the money; <paramref name="paidBy"/> where somebody else than the family had paid, <paramref name="invoices"/> where
    /// nothing but invoices was, <paramref name="association"/> where one collects, <paramref name="expected"/> where that tells one case from another.</summary>
    public static string Meaning(string field, string? paidBy = null, bool invoices = false, bool association = false, string expected = "")
    {
        var name = $"Gap_{NameOf(field)}{(expected == NothingHadLeft ? "_NothingHadLeft" : "")}";
        var variant = paidBy is { Length: > 0 } ? $"{name}_PaidBy" : invoices ? $"{name}_Invoices" : name;
        return Words.SayOf(association, Words.Find(variant) is not null ? variant : Words.Find(name) is not null ? name : "Gap_other", paidBy);
    }

    /// <summary>What a part paid twice means, by who paid first and who second: <paramref name="paidBy"/> the second, in the family's stead.</summary>
    public static string Twice(Doubled twice, string? paidBy)
    {
        if (paidBy is { Length: > 0 })
            return Meaning(Discrepancy.PaidTwice, paidBy);
        var name = twice.WithTickets ? "Gap_paid_twice" : "Gap_paid_twice_Invoices";
        return twice.FirstPaidBy is { } first ? Words.Say($"{name}_FirstPaidBy", first) : Words.Say(name);
    }

    /// <summary>What was expected.</summary>
    public static string Expected(string field, string value, bool association = false) => field switch
    {
        "refund" or "dispute" when value is "whole tickets still sold" => Words.Say("GapWhole"),
        "dispute" when value is "taken once" => Words.Say("GapTakenOnce"),
        "refund" or "dispute" => Words.Say("GapOwn", value),
        "refund under another number" => SumAndNumber(value),
        Discrepancy.PaidTwice or Discrepancies.PerhapsTwice => Words.Say("GapFirst", value),
        _ when Words.Find($"GapExpected_{NameOf(field)}") is not null => Words.SayOf(association, $"GapExpected_{NameOf(field)}"),
        _ => Value(field, value),
    };

    /// <summary>What came.</summary>
    public static string Found(string field, string value) => field switch
    {
        "refund" or "dispute" or "refunded by the commune" or "refund to note again" or "refund unanswered" or "refund made after all" or "refund failed"
            or "refund under another number" => SumAndNumber(value),
        Discrepancies.PerhapsTwice => Words.Say("GapSecond", value),
        // Told again under the win-back that made it twice again.
        "paid twice" => value.Split(' ', 2) is [var reference, _] ? Words.Say("GapSecondAgain", reference) : Words.Say("GapSecond", value),
        "captured" when value.StartsWith(ApprovedFor, StringComparison.Ordinal) => Words.Say("GapApproved", Approved(value[ApprovedFor.Length..])),
        _ => Value(field, value),
    };

    /// <summary>What came, as its line is called: received, asked for, told, or only a sum.</summary>
    public static string Came(string field) => Words.Find($"GapCame_{NameOf(field)}") ?? Words.Say("GapCame");

    /// <summary>An example of what a person writes who dealt with it.</summary>
    public static string Hint(string field, bool association = false) =>
        Words.SayOf(association, Words.Find($"GapHint_{NameOf(field)}") is not null ? $"GapHint_{NameOf(field)}" : "GapHint");

    /// <summary>The money that came or left, where what was found begins with it.</summary>
    public static Money? Sum(string found) => Cents(found.Split(' ', 2)[0]);

    private static string Value(string field, string value) =>
        field is "amount" or "amount received" && Cents(value) is { } cents ? French.Euros(cents) : Words.Find($"GapValue_{NameOf(field)}_{value.ToLowerInvariant()}") ?? value;

    /// <summary>« 1250 (re_1) »: cents, and the provider's own number.</summary>
    private static string SumAndNumber(string value)
    {
        var space = value.IndexOf(' ', StringComparison.Ordinal);
        return space > 0 && Sum(value) is { } cents ? French.Euros(cents) + value[space..] : value;
    }

    /// <summary>« 12.00 EUR ETABC »: a sum as PayPal writes it, its currency, the reference it bears.</summary>
    private static string Approved(string value)
    {
        var words = value.Split(' ', 2);
        return words.Length == 2 && decimal.TryParse(words[0], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var sum)
            ? $"{sum.ToString("#,##0.00", French.Culture)}{French.Nbsp}{words[1]}"
            : value;
    }

    private static string NameOf(string field) => field.Replace(' ', '_');

    private static Money? Cents(string text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var cents) ? new Money(cents) : null;
}
