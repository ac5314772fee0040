using ETicket.Families.Changes;
using ETicket.Families.Dossier;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace ETicket.Web.Display.Dossier;

/// <summary>Fields shown together, under a heading where they have one.</summary>
internal sealed record PartView(string? Heading, IReadOnlyList<FieldView> Fields);

/// <summary>« Fiche » to fill: where it is sent, the version it shows, its fields part by part, as far as its family may write them now.</summary>
internal sealed record CardView(CardKind Kind, Guid Subject, string Title, string Address, string Version, IReadOnlyList<PartView> Parts)
{
    public string Id => $"fiche-{Subject:N}";

    /// <summary>A card more, that the mairie has to agree to.</summary>
    public bool Asked { get; init; }

    public bool Writable => Parts.Any(p => p.Fields.Any(f => f.Writable));

    public bool Wrong => Parts.Any(p => p.Fields.Any(f => f.Error is not null || f.Theirs is not null));

    /// <summary>The card as kept, or as typed where it was refused; with <paramref name="theirs"/>, what is kept now stands beside what was typed otherwise.</summary>
    public static CardView Of(FileView file, Card card, CardForm? typed = null, bool theirs = false, ModelStateDictionary? errors = null)
    {
        var writable = Fields.Writable(file.Family.FileState, card.Kind, card.EmailHeld).Concat(Fields.Asked(file.Family.FileState, card.Kind)).Select(f => f.Name).ToHashSet(StringComparer.Ordinal);
        return Of(file, card, typed, writable, theirs, errors) with { Address = AddressOf(card), Version = typed is null || theirs ? card.Version : DossierForm.Short(typed.Version, 1) };
    }

    /// <summary>A card to add: everything may be written.</summary>
    public static CardView Blank(FileView file, CardKind kind, Guid subject, string address, CardForm? typed, ModelStateDictionary errors)
    {
        Dictionary<string, string> usual = Fields.Of(kind).ToDictionary(f => f.Name, f => f.Name == Fields.PicksUp && kind is CardKind.Trusted ? "true" : "", StringComparer.Ordinal);
        var all = Fields.Of(kind).Select(f => f.Name).ToHashSet(StringComparer.Ordinal);
        return Of(file, new(kind, subject, "", usual), typed, all, theirs: false, errors) with { Address = address, Asked = Fields.MayBeAskedFor(file.Family.FileState, kind) };
    }

    public static string AddressOf(Card card) => card.Kind switch
    {
        CardKind.Child => $"/famille/dossier/enfants/{card.Subject}",
        CardKind.More => "/famille/dossier/complements",
        _ => $"/famille/dossier/adultes/{card.Subject}",
    };

    private static CardView Of(FileView file, Card card, CardForm? typed, HashSet<string> writable, bool theirs, ModelStateDictionary? errors)
    {
        var parts = from field in Fields.Of(card.Kind)
                    group View(field) by field.Part into part
                    select new PartView(DossierWords.Find($"CardPart_{card.Kind}_{part.Key}") ?? DossierWords.Find($"CardPart_{part.Key}"), [.. part]);
        return new(card.Kind, card.Subject, DossierWords.TitleOf(card), "", "", [.. parts]);

        FieldView View(Field field)
        {
            var id = FieldView.IdOf(field.Name, card.Subject);
            var choices = FieldView.ChoicesOf(card.Kind, field, file.Choices);
            var (kept, mayWrite) = (card[field.Name], writable.Contains(field.Name));
            var value = mayWrite && typed?.Typed.GetValueOrDefault(field.Name) is { } said ? DossierForm.Short(said, field.Longest) : field.Kind is FieldKind.Birth ? FieldView.Day(kept) : kept;
            var other = theirs && mayWrite && DossierForm.Differs(field, value, kept) ? FieldView.ShownOf(field, kept, choices) : null;
            var label = DossierWords.Of(card.Kind, field);
            return new(
                field, id, label, value, mayWrite, errors?[id]?.Errors.FirstOrDefault()?.ErrorMessage, HintOf(file, card, field),
                other is null ? null : DossierWords.Say(other.Length == 0 ? "Theirs_Empty" : "Theirs", other), choices)
            {
                OwnAddress = field.Name == Fields.Email && card.EmailHeld && file.Mine.Contains(card.Subject),
                Asked = card.Version.Length > 0 && Fields.Asked(file.Family.FileState, card.Kind).Any(f => f.Name == field.Name),
                Change = file.Changes.FirstOrDefault(c => c.Subject == card.Subject && c.Field == field.Name && c.State is not ChangeState.Withdrawn),
            };
        }
    }

    private static string? HintOf(FileView file, Card card, Field field) =>
        field.Name == Fields.Email && card.EmailHeld ? file.Mine.Contains(card.Subject) ? null : DossierWords.Say(card[Fields.Email].Length > 0 ? "Hint_EmailHeldThere" : "Hint_EmailHeld")
        : field.Name == Fields.Pays && file.Payer is { } payer && payer.Subject != card.Subject ? DossierWords.Say("Hint_OtherPays", payer.Name)
        : DossierWords.Find($"Hint_{field.Name}");
}
