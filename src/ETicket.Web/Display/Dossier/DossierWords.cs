using System.Resources;
using ETicket.Families;
using ETicket.Families.Changes;
using ETicket.Families.Desk;
using ETicket.Families.Dossier;
using ETicket.Kernel;

namespace ETicket.Web.Display.Dossier;

/// <summary>« Libellés du dossier » — the words of its cards, fields and states, kept in DossierLabels.resx.</summary>
internal static class DossierWords
{
    private static readonly ResourceManager Book = new("ETicket.Web.Display.Dossier.DossierLabels", typeof(DossierWords).Assembly);

    public static string Say(string name, params object?[] facts) => string.Format(French.Culture, Find(name) ?? throw new InvalidOperationException($"No label {name}."), facts);

    /// <summary>« Nom d’usage » of an adult, « Nom » of a child.</summary>
    public static string Of(CardKind kind, Field field) => Find($"Field_{kind}_{field.Name}") ?? Say($"Field_{field.Name}");

    public static string Of(CardKind kind) => Say($"CardKind_{kind}");

    public static string Of(Relation relation) => Say($"Relation_{relation}");

    /// <summary>« Julia Devret », « Chantal Devret (mère) »; the file's own card is called by what it holds.</summary>
    public static string TitleOf(Card card) =>
        card.Kind is CardKind.More ? Of(CardKind.More) : Enum.TryParse<Relation>(card[nameof(Guardian.Relation)], out var relation) ? Say("Card_Title", card.Name, Of(relation)) : card.Name;

    /// <summary>How far the file is, and what happens next.</summary>
    public static string StateOf(Family family) => family.StateSince is { } since && Find($"State_{family.FileState}_Since") is { } dated
        ? string.Format(French.Culture, dated, French.NumericDay(ParisTime.DayOf(since)))
        : Say($"State_{family.FileState}");

    /// <summary>« Enfant, Léo Vidal » — a card asked for.</summary>
    public static string Of(FileChange addition) => Say("Addition", Of(addition.Kind), addition.Wanted.Name);

    /// <summary>Where the request of a card stands.</summary>
    public static string SaidOf(FileChange addition) => Say($"Addition_{addition.State}", French.NumericDay(ParisTime.DayOf(addition.AskedAt)), addition.Reason);

    /// <summary>« Envoyé le …, 2 changements demandés ».</summary>
    public static string WaitingOf(WaitingFile file)
    {
        var asked = file.Asked == 0 ? "" : Say(file.Asked == 1 ? "Desk_AskedOne" : "Desk_AskedMany", file.Asked);
        return file.State is not FileState.Sent ? asked : string.Join(", ", new[] { file.Since is { } since ? Say("Desk_SentOn", French.Instant(since)) : Say("State_Sent_Title"), asked }.Where(s => s.Length > 0));
    }

    internal static string? Find(string name) => Book.GetString(name, French.Culture);
}
