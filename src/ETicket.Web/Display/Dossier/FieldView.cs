using System.Globalization;
using ETicket.Families;
using ETicket.Families.Changes;
using ETicket.Families.Dossier;
using ETicket.Kernel;

namespace ETicket.Web.Display.Dossier;

/// <summary>A field as its form shows it: typed or kept, its error and hint beside it, and what somebody else wrote there meanwhile.</summary>
internal sealed record FieldView(Field Field, string Id, string Label, string Value, bool Writable, string? Error, string? Hint, string? Theirs, IReadOnlyList<(string Value, string Word)> Choices)
{
    /// <summary>Unique in the page, where several cards show the same field.</summary>
    public static string IdOf(string field, Guid subject) => $"{field}-{subject:N}";

    public string Name => Field.Name;

    /// <summary>The address of whoever reads: it is changed in « Mon compte ».</summary>
    public bool OwnAddress { get; init; }

    /// <summary>What the mairie has to agree to: a change is a request.</summary>
    public bool Asked { get; init; }

    /// <summary>The last change asked of this field, while it waits, where it was refused, and for a while where it was accepted.</summary>
    public FileChange? Change { get; init; }

    /// <summary>« Demandé le … », « Refusé par la mairie … ».</summary>
    public string? ChangeSaid => Change is null ? null : DossierWords.Say(
        $"Change_{Change.State}", French.NumericDay(ParisTime.DayOf(Change.AskedAt)), Or(ShownOf(Field, Change.OldValue, Choices)), Or(ShownOf(Field, Change.NewValue, Choices)), Change.Reason);

    public bool Checked => Value == "true";

    public string? Described =>
        string.Join(' ', new[] { Hint is null ? "" : $"{Id}-aide", Theirs is null ? "" : $"{Id}-autre", Change is null ? "" : $"{Id}-demande", Error is null ? "" : $"{Id}-erreur" }.Where(d => d.Length > 0)) is { Length: > 0 } ids ? ids : null;

    /// <summary>What is kept, as a person reads it: « 23/08/2019 », the name of a school, « oui ».</summary>
    public string Shown => ShownOf(Field, Value, Choices);

    public static string ShownOf(Field field, string value, IReadOnlyList<(string Value, string Word)> choices) => field.Kind switch
    {
        FieldKind.Box => DossierWords.Say(value == "true" ? "Yes" : "No"),
        FieldKind.Birth => Day(value),
        FieldKind.School or FieldKind.Diet or FieldKind.Relation => choices.FirstOrDefault(c => c.Value == value).Word ?? "",
        _ => value,
    };

    private static string Or(string shown) => shown.Length > 0 ? shown : DossierWords.Say("Nothing");

    /// <summary>A day that is kept is shown as it is written here; what is typed stays as typed.</summary>
    public static string Day(string value) =>
        DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? French.NumericDay(day) : value;

    /// <summary>What may be chosen, the empty choice first.</summary>
    public static IReadOnlyList<(string Value, string Word)> ChoicesOf(CardKind kind, Field field, FileChoices offered) => field.Kind switch
    {
        FieldKind.School => [("", DossierWords.Say("School_None")), .. offered.Schools.Select(s => (s.Key.ToString(), s.Value))],
        FieldKind.Diet => [("", DossierWords.Say("Diet_Usual")), .. offered.Diets.Select(d => (d.Key.ToString(), d.Value))],
        FieldKind.Relation =>
        [
            ("", DossierWords.Say("Relation_None")),
            .. Enum.GetValues<Relation>().Where(r => r is Relation.Other || (kind is CardKind.Guardian) == (r is Relation.Mother or Relation.Father or Relation.LegalGuardian))
                .Select(r => (r.ToString(), DossierWords.Of(r))),
        ],
        _ => [],
    };
}
