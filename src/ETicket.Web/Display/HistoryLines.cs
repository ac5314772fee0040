using ETicket.Access.Events;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Planning;
using ETicket.Planning.Telling;

namespace ETicket.Web.Display;

/// <summary>« Ligne de l'historique » — one thing that happened: what, by whom, for which days, and where more is told of it.</summary>
internal sealed record HistoryLine(DateTimeOffset At, string What, string Who)
{
    public string Days { get; init; } = "";
    public string? Address { get; init; }
    public Money? Amount { get; init; }
}

/// <summary>« Historique en mots » — as one adult of a family file reads it, who is named <paramref name="me"/> at the door.</summary>
/// <param name="me">The reader's identifiant.</param>
/// <param name="names">First names by identifiant: an identifiant itself, and whoever works for the mairie, are named to nobody.</param>
/// <param name="association">The structure is no commune.</param>
internal sealed class HistoryLines(string me, IReadOnlyDictionary<string, string> names, bool association)
{
    /// <summary>What the closure of a day and the waiting list call themselves in the history of a cell (Planning.sql, Places.sql).</summary>
    private const string Closure = "closure";
    private const string Queue = "waiting-list";

    /// <summary>Something of the reader's own identifiant: only of a sign-in the device is known.</summary>
    public static HistoryLine Happened(LoginEvent happened) => new(happened.At, Words.Of(happened.Kind), happened.Kind is LoginEventKind.SignedIn ? Words.Device(happened.Device) : "");

    public HistoryLine Clicked(DayAct act) => new(act.At, Words.Say($"DayAct_{act.State}", act.Child, act.Activity), Who(act))
    {
        Days = Words.Say("History_Days", Words.List([.. act.Days.Select(day => Told(day, ParisTime.DayOf(act.At).Year))])),
    };

    public HistoryLine Paid(Payment payment) => new(payment.CreatedAt, Words.Say("History_Payment", Words.Of(payment.State).ToLower(French.Culture)), Buyer(payment))
    {
        Address = $"/famille/paiement/{payment.Id}",
        Amount = payment.Amount,
    };

    /// <summary>What undid a payment, or gave of it back; a sale is told with its payment.</summary>
    public static HistoryLine Undone(Receipt document, bool association) => new(document.IssuedAt, Words.Say("History_Document", Words.Of(document, association), document.FullNumber), "")
    {
        Address = $"/famille/factures/{document.Id}",
        Amount = document.Total,
    };

    private string Who(DayAct act) => act.Origin switch
    {
        ChangeOrigin.Parent => Adult(act.Actor),
        ChangeOrigin.Standing => Words.Say("Who_Standing"),
        ChangeOrigin.Staff => Words.SayOf(association, act.Actor == Closure ? "Who_Closure" : "Who_Staff"),
        ChangeOrigin.Custody => Words.SayOf(association, "Who_Custody"),
        ChangeOrigin.Night => Words.Say(act.Actor == Queue ? "Who_Queue" : "Who_Night"),
        _ => Words.Say("Who_Replay"),
    };

    private string Buyer(Payment payment) => payment.Provider is PaymentProvider.Counter ? Words.Say("Who_Counter") : Adult(payment.Actor);

    private string Adult(string actor) => Adult(actor, me, names);

    /// <summary>Who of the file did it, said to <paramref name="me"/>: by first name, never by the identifiant of somebody else.</summary>
    public static string Adult(string actor, string me, IReadOnlyDictionary<string, string> names) =>
        string.Equals(actor, me, StringComparison.OrdinalIgnoreCase) ? Words.Say("Who_You")
        : names.GetValueOrDefault(actor) is { Length: > 0 } name ? Words.Say("Who_Adult", name)
        : Words.Say("Who_Family");

    /// <summary>The year goes without saying in the year of the act.</summary>
    private static string Told(DateOnly day, int year) => day.Year == year ? French.ShortDay(day) : FormattableString.Invariant($"{French.ShortDay(day)}/{day.Year}");
}
