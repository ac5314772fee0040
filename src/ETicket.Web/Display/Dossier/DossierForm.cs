using ETicket.Families.Dossier;
using ETicket.Web.Security;

namespace ETicket.Web.Display.Dossier;

/// <summary>« Formulaire d'une fiche » — what it sends, field by field, by the names of the table and no other: what else is posted is not read.</summary>
internal static class DossierForm
{
    public const string VersionField = "version";
    public const string CardField = "fiche";

    /// <summary>As much of an endless text as is written back into a page.</summary>
    private const int Most = 4;

    public static CardForm Read(IFormCollection form, Visitor visitor, CardKind kind, Guid subject)
    {
        var typed = Fields.Of(kind).Where(f => form.ContainsKey(f.Name)).ToDictionary(f => f.Name, f => form[f.Name] is [.., { } last] ? last : "", StringComparer.Ordinal);
        return new(visitor.Structure, visitor.Family, kind, subject, form[VersionField].ToString(), typed) { By = visitor.UserName };
    }

    public static string Short(string text, int longest) => text.Length <= Math.Max(Most * longest, 80) ? text : text[..Math.Max(Most * longest, 80)];

    /// <summary>Whether what is typed is not what is kept, where both can be told apart by the eye.</summary>
    public static bool Differs(Field field, string typed, string kept) =>
        field.Kind is FieldKind.Birth ? FieldView.Day(typed.Trim()) != FieldView.Day(kept) : typed.Trim().ReplaceLineEndings("\n") != kept && !(field.Kind is FieldKind.Box && typed.Length == 0 && kept == "false");
}
