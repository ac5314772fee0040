using System.Globalization;
using ETicket.Families;
using ETicket.Wallets.Papers;
using ETicket.Web.Endpoints;

namespace ETicket.Web.Pages.Parents;

/// <summary>« Télécharger un relevé » — two days and perhaps a child, as its form shows them: usual, or as typed.</summary>
internal sealed record StatementForm(string Du, string Au, string Enfant, IReadOnlyList<Child> Children)
{
    public const string From = "du";

    /// <summary>From the first day of the school year to today, for everybody.</summary>
    public static StatementForm Usual(DateOnly today, IReadOnlyList<Child> children) =>
        new(Written(new(today.Month < 9 ? today.Year - 1 : today.Year, 9, 1)), Written(today), "", children);

    /// <summary>Where the document is. Refuses with <see cref="UnreadablePeriod"/> days that are none, or in no order.</summary>
    public string Address(DateOnly today)
    {
        var (from, to) = (PaperDoors.DayOf(Du) ?? throw new UnreadablePeriod(), PaperDoors.DayOf(Au) ?? throw new UnreadablePeriod());
        TicketStatements.LastOf(from, to, today);
        return $"/famille/releve/pdf?du={Written(from)}&au={Written(to)}&enfant={Uri.EscapeDataString(Enfant)}";
    }

    /// <summary>No more of what was typed than a page shows again.</summary>
    public static string Short(string? typed) => typed is { Length: > 40 } ? typed[..40] : typed ?? "";

    private static string Written(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
