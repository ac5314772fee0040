using ETicket.Families.Dossier;

namespace ETicket.Web.Display.Dossier;

/// <summary>« Il manque » — one sentence, and the field it leads to.</summary>
internal sealed record MissingView(string Sentence, string Address)
{
    public static MissingView Of(Missing missing) => new(
        DossierWords.Say($"Missing_{missing.Kind}", missing.Card?.Name),
        missing.Card is { } card ? $"{CardView.AddressOf(card)}#{FieldView.IdOf(missing.Field!, card.Subject)}"
        : $"/famille/dossier/ajouter/{(missing.Kind is MissingKind.Child ? "enfant" : "responsable")}");
}
