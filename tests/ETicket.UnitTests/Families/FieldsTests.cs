using ETicket.Families;
using ETicket.Families.Dossier;
using ETicket.Web.Display.Dossier;

namespace ETicket.UnitTests.Families;

/// <summary>The table of fields is the one of the guides families were given, and each has its words.</summary>
public sealed class FieldsTests
{
    [Theory]
    [InlineData(CardKind.Child, "Nom, Prénom, Niveau, Menu, Date de naissance, Lieu de naissance, Établissement, Adresse de l’enfant chez vous, Code postal, Ville, Dérogation, Motif de la dérogation, Droit à l’image, Autorisé à partir seul, Sorties à l’extérieur, À savoir sur cet enfant")]
    [InlineData(CardKind.Guardian, "Qualité, Nom d’usage, Nom de naissance, Prénom, Adresse, ligne 1, Adresse, ligne 2, Adresse, ligne 3, Code postal, Ville, Téléphone, Téléphone mobile, Téléphone au travail, Mobile au travail, Adresse électronique, Note pratique, Utiliser cette adresse pour la facturation, Utiliser ces coordonnées en cas d’urgence, Est autorisé à récupérer l’enfant")]
    [InlineData(CardKind.Trusted, "Lien avec l’enfant, Nom d’usage, Nom de naissance, Prénom, Adresse, ligne 1, Adresse, ligne 2, Adresse, ligne 3, Code postal, Ville, Téléphone, Téléphone mobile, Téléphone au travail, Mobile au travail, Adresse électronique, Note pratique, Utiliser ces coordonnées en cas d’urgence, Est autorisé à récupérer l’enfant")]
    [InlineData(CardKind.More, "Informations à préciser en cas d’urgence, Autres informations générales")]
    public void R31_R36_R41_R48_Every_field_of_the_guides_is_on_a_card_in_their_order(CardKind kind, string labels) =>
        Assert.Equal(labels, string.Join(", ", Fields.Of(kind).Select(f => DossierWords.Of(kind, f))));

    [Fact]
    public void Every_word_of_the_file_is_in_its_book()
    {
        string[] names =
        [
            .. Enum.GetNames<CardKind>().SelectMany(k => new[] { $"CardKind_{k}", $"CardKinds_{k}" }), .. Enum.GetNames<Relation>().Select(r => $"Relation_{r}"),
            .. Enum.GetNames<FileState>().SelectMany(s => new[] { $"State_{s}", $"State_{s}_Title" }), .. Enum.GetNames<MissingKind>().Select(m => $"Missing_{m}"),
            .. new[] { CardKind.Child, CardKind.Guardian, CardKind.Trusted }.SelectMany(k => new[] { $"Add_{k}", $"Add_{k}_Lead", $"Leave_{k}" }),
        ];

        Assert.All(names, n => Assert.NotNull(DossierWords.Find(n)));
    }

    /// <summary>Health is kept apart, and belief nowhere.</summary>
    [Fact]
    public void R32_R33_No_card_asks_for_health_or_belief()
    {
        var words = Enum.GetValues<CardKind>().SelectMany(k => Fields.Of(k).Select(f => DossierWords.Of(k, f)));

        Assert.DoesNotContain(words, w => new[] { "allerg", "PAI", "médic", "vaccin", "santé", "relig", "halal", "casher" }.Any(no => w.Contains(no, StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public void R58_What_a_family_writes_shrinks_as_its_file_goes_on()
    {
        foreach (var kind in Enum.GetValues<CardKind>())
        {
            Assert.Equal(Fields.Of(kind), Fields.Writable(FileState.ToSend, kind, emailHeld: false));
            Assert.Equal(Fields.Of(kind), Fields.Writable(FileState.ToComplete, kind, emailHeld: false));
            Assert.Equal(Fields.Of(kind).Where(f => f.AtAnyTime), Fields.Writable(FileState.Validated, kind, emailHeld: false));
            Assert.Empty(Fields.Writable(FileState.Sent, kind, emailHeld: false));
            Assert.DoesNotContain(Fields.Writable(FileState.ToSend, kind, emailHeld: true), f => f.Name == Fields.Email);
        }
    }
}
