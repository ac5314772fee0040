namespace ETicket.Families.Dossier;

/// <summary>« Les champs du dossier » — the one table of what each card holds, in the order of the form. Pages, rules, reading and writing all follow it.</summary>
public static class Fields
{
    public const string Email = nameof(Guardian.Email);
    public const string Pays = nameof(Guardian.Pays);
    public const string Emergency = nameof(Guardian.Emergency);
    public const string PicksUp = nameof(Guardian.PicksUp);
    public const string BornOn = nameof(Child.BornOn);
    public const string FirstName = nameof(Child.FirstName);
    public const string LastName = nameof(Child.LastName);
    public const string Derogation = nameof(Child.Derogation);
    public const string DerogationReason = nameof(FamilyChild.DerogationReason);

    private static readonly Field[] OfChildren =
    [
        new(LastName, FieldKind.Line, CardPart.Who, "last_name") { Required = true },
        new(FirstName, FieldKind.Line, CardPart.Who, "first_name") { Required = true },
        new(nameof(Child.Grade), FieldKind.Line, CardPart.Who, "grade") { Longest = 20 },
        new(nameof(Child.DietId), FieldKind.Diet, CardPart.Who, "diet_id") { AtAnyTime = true },
        new(BornOn, FieldKind.Birth, CardPart.Who, "born_on"),
        new(nameof(Child.BirthPlace), FieldKind.Line, CardPart.Who, "birth_place"),
        new(nameof(Child.SchoolId), FieldKind.School, CardPart.School, "school_id"),
        new(nameof(FamilyChild.Address), FieldKind.Line, CardPart.School, "address") { Longest = 100, AtAnyTime = true, OfThisHome = true },
        new(nameof(FamilyChild.PostalCode), FieldKind.PostalCode, CardPart.School, "postal_code") { AtAnyTime = true, OfThisHome = true },
        new(nameof(FamilyChild.Town), FieldKind.Line, CardPart.School, "town") { AtAnyTime = true, OfThisHome = true },
        new(Derogation, FieldKind.Box, CardPart.School, "derogation"),
        new(DerogationReason, FieldKind.Line, CardPart.School, "derogation_reason") { Longest = 200, OfThisHome = true },
        new(nameof(Child.ImageRight), FieldKind.Box, CardPart.Allowed, "image_right") { AtAnyTime = true },
        new(nameof(Child.LeavesAlone), FieldKind.Box, CardPart.Allowed, "leaves_alone") { AtAnyTime = true },
        new(nameof(Child.Outings), FieldKind.Box, CardPart.Allowed, "outings") { AtAnyTime = true },
        new(nameof(FamilyChild.Note), FieldKind.Note, CardPart.Note, "note") { Longest = 1000, AtAnyTime = true, OfThisHome = true },
    ];

    private static readonly Field[] OfGuardians =
    [
        new(nameof(Guardian.Relation), FieldKind.Relation, CardPart.Who, "relation"),
        new(LastName, FieldKind.Line, CardPart.Who, "last_name") { Required = true },
        new(nameof(Guardian.BirthName), FieldKind.Line, CardPart.Who, "birth_name"),
        new(FirstName, FieldKind.Line, CardPart.Who, "first_name") { Required = true },
        .. OfAllAdults,
        new(Pays, FieldKind.Box, CardPart.Roles, "pays"),
        new(Emergency, FieldKind.Box, CardPart.Roles, "emergency") { AtAnyTime = true },
        new(PicksUp, FieldKind.Box, CardPart.Roles, "picks_up") { AtAnyTime = true },
    ];

    /// <summary>A trusted person is the family's own choice, at any time.</summary>
    private static readonly Field[] OfTrusted = [.. OfGuardians.Where(f => f.Name != Pays).Select(f => f with { AtAnyTime = true })];

    private static readonly Field[] OfTheFile =
    [
        new(nameof(Family.EmergencyNote), FieldKind.Note, CardPart.Note, "emergency_note") { Longest = 1000, AtAnyTime = true },
        new(nameof(Family.OtherNote), FieldKind.Note, CardPart.Note, "other_note") { Longest = 1000, AtAnyTime = true },
    ];

    private static IEnumerable<Field> OfAllAdults =>
    [
        new(nameof(Guardian.Address1), FieldKind.Line, CardPart.Address, "address1") { Longest = 100, AtAnyTime = true },
        new(nameof(Guardian.Address2), FieldKind.Line, CardPart.Address, "address2") { Longest = 100, AtAnyTime = true },
        new(nameof(Guardian.Address3), FieldKind.Line, CardPart.Address, "address3") { Longest = 100, AtAnyTime = true },
        new(nameof(Guardian.PostalCode), FieldKind.PostalCode, CardPart.Address, "postal_code") { AtAnyTime = true },
        new(nameof(Guardian.Town), FieldKind.Line, CardPart.Address, "town") { AtAnyTime = true },
        new(nameof(Guardian.Phone), FieldKind.Phone, CardPart.Reached, "phone") { AtAnyTime = true },
        new(nameof(Guardian.Mobile), FieldKind.Phone, CardPart.Reached, "mobile") { AtAnyTime = true },
        new(nameof(Guardian.WorkPhone), FieldKind.Phone, CardPart.Reached, "work_phone") { AtAnyTime = true },
        new(nameof(Guardian.WorkMobile), FieldKind.Phone, CardPart.Reached, "work_mobile") { AtAnyTime = true },
        new(Email, FieldKind.Email, CardPart.Reached, "email") { Longest = 254, AtAnyTime = true },
        new(nameof(Guardian.Note), FieldKind.Note, CardPart.Reached, "note") { Longest = 1000, AtAnyTime = true },
    ];

    /// <summary>All the fields of a card, in the order of its form.</summary>
    public static IReadOnlyList<Field> Of(CardKind card) => card switch
    {
        CardKind.Child => OfChildren,
        CardKind.Guardian => OfGuardians,
        CardKind.Trusted => OfTrusted,
        _ => OfTheFile,
    };

    /// <summary>
    /// « Ce que la famille peut écrire » — nothing while the mairie reads the file; all of it before; once it is validated, what she may change at any time. The address of an
    /// adult who signs in with it is never among them: who changes it may ask a new password.
    /// </summary>
    public static IEnumerable<Field> Writable(FileState state, CardKind card, bool emailHeld) => state switch
    {
        FileState.Sent => [],
        FileState.Validated => Of(card).Where(f => f.AtAnyTime && !(emailHeld && f.Name == Email)),
        _ => Of(card).Where(f => !(emailHeld && f.Name == Email)),
    };

    /// <summary>« Ce que la famille demande » — of a validated file, what the mairie has to agree to.</summary>
    public static IEnumerable<Field> Asked(FileState state, CardKind card) => state is FileState.Validated ? Of(card).Where(f => !f.AtAnyTime) : [];

    /// <summary>« Demander une fiche » — of a validated file, a child or a responsable more is asked of the mairie.</summary>
    public static bool MayBeAskedFor(FileState state, CardKind card) => state is FileState.Validated && card is (CardKind.Child or CardKind.Guardian);

    /// <summary>« Ajouter une fiche » — a trusted person at any time but while the mairie reads; a child or a responsable until the file is validated.</summary>
    public static bool MayBeAdded(FileState state, CardKind card) => state switch
    {
        FileState.Sent => false,
        FileState.Validated => card is CardKind.Trusted,
        _ => card is not CardKind.More,
    };
}
