namespace ETicket.Families.Dossier;

/// <summary>« Ce qui manque » to the minimum file.</summary>
public enum MissingKind { Child, BirthDay, Guardian, Payer, PayerAddress, Emergency }

/// <summary>
/// « Il manque » — one thing, whose card and field it is where it has one: the page leads there. A minimum file has its children with their birth days, one responsable who pays, with an
/// address, and somebody to call with a telephone.
/// </summary>
public sealed record Missing(MissingKind Kind, Card? Card = null, string? Field = null)
{
    private static readonly string[] Phones = [nameof(Guardian.Mobile), nameof(Guardian.Phone), nameof(Guardian.WorkPhone), nameof(Guardian.WorkMobile)];
    private static readonly string[] Lines = [nameof(Guardian.Address1), nameof(Guardian.Address2), nameof(Guardian.Address3)];

    /// <summary>« Ce qui manque au dossier », in the order of its cards; nothing when it can be sent.</summary>
    public static IReadOnlyList<Missing> Of(FileView file) => [.. Children(file), .. Adults(file)];

    private static IEnumerable<Missing> Children(FileView file)
    {
        var children = file.Of(CardKind.Child).ToList();
        if (children.Count == 0)
            yield return new(MissingKind.Child);
        foreach (var child in children.Where(c => c[Fields.BornOn].Length == 0))
            yield return new(MissingKind.BirthDay, child, Fields.BornOn);
    }

    private static IEnumerable<Missing> Adults(FileView file)
    {
        var first = file.Of(CardKind.Guardian).FirstOrDefault();
        if (first is null)
            yield return new(MissingKind.Guardian);
        else if (file.Payer is not { } payer)
            yield return new(MissingKind.Payer, first, Fields.Pays);
        else if (Lines.All(l => payer[l].Length == 0) || payer[nameof(Guardian.PostalCode)].Length == 0 || payer[nameof(Guardian.Town)].Length == 0)
            yield return new(MissingKind.PayerAddress, payer, nameof(Guardian.Address1));
        var called = file.Of(CardKind.Guardian).Concat(file.Of(CardKind.Trusted)).Where(c => c.Is(Fields.Emergency)).ToList();
        if (first is not null && !called.Any(c => Phones.Any(p => c[p].Length > 0)))
            yield return called.FirstOrDefault() is { } silent ? new(MissingKind.Emergency, silent, Phones[0]) : new(MissingKind.Emergency, first, Fields.Emergency);
    }
}
