using ETicket.Families.Documents;
using ETicket.Kernel;
using ETicket.Web.Display.Days;

namespace ETicket.Web.Pages.Parents.Documents;

/// <summary>« Envoyer un document » — the form as it was typed, and what it asks for once it can be read.</summary>
internal sealed record DocumentForm(Guid Key, string Place, string Title, string Until)
{
    public const string KeyField = "cle";
    public const string PlaceField = "pour";
    public const string TitleField = "titre";
    public const string UntilField = "jusquau";
    public const string FileField = "fichier";

    /// <summary>The place of a document that is asked for by nobody.</summary>
    public const string Free = "libre";

    /// <summary>What a field of ours may hold, with room to spare: what is longer comes back cut.</summary>
    private const int Longest = 200;

    public static DocumentForm Blank(string? place) => new(Guid.NewGuid(), Text(place), "", "");

    /// <summary>Null where the form came without its key.</summary>
    public static DocumentForm? Read(IFormCollection form) => Guid.TryParse(form[KeyField], out var key) && key != Guid.Empty
        ? new(key, Text(form[PlaceField]), Text(form[TitleField]), Text(form[UntilField]))
        : null;

    public static string PlaceOf(AskedDocument asked) => asked.Child is { } child ? $"{asked.Kind.Id.Value:N}.{child.Id.Value:N}" : $"{asked.Kind.Id.Value:N}";

    /// <summary>Refuses with <see cref="DayUnreadable"/> and <see cref="UnknownDocumentPlace"/> what cannot be read; the rest is judged by the verb.</summary>
    public DocumentWish Wish()
    {
        var until = string.IsNullOrWhiteSpace(Until) ? (DateOnly?)null : DayText.Read(Until) ?? throw new DayUnreadable();
        if (Place == Free)
            return new(Key, null, null, Title, until);
        var parts = Place.Split('.');
        if (parts.Length > 2 || !Guid.TryParseExact(parts[0], "N", out var kind))
            throw new UnknownDocumentPlace();
        ChildId? child = parts is [_, var named] ? Guid.TryParseExact(named, "N", out var id) ? new ChildId(id) : throw new UnknownDocumentPlace() : null;
        return new(Key, new DocumentKindId(kind), child, "", until);
    }

    /// <summary>The field a refusal is about; none when it is the whole form.</summary>
    public static string FieldOf(Refusal refusal) => refusal switch
    {
        FileRefused => FileField,
        TitleRefused => TitleField,
        DayRefused => UntilField,
        UnknownDocumentPlace => PlaceField,
        _ => "",
    };

    private static string Text(string? typed) => typed is null ? "" : typed.Length > Longest ? typed[..Longest] : typed;
}
