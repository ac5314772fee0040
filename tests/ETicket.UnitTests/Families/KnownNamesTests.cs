using ETicket.Families.Desk;

namespace ETicket.UnitTests.Families;

/// <summary>One name written two ways is one name; two names are two.</summary>
public sealed class KnownNamesTests
{
    [Theory]
    [InlineData("Zoé", "ZOE")]
    [InlineData("Zoé", "Zoe\u0301")]
    [InlineData("L’Haÿ", "L'HAY")]
    [InlineData("LʼHaÿ", "L’Haÿ")]
    [InlineData("Œuvrard", "Oeuvrard")]
    [InlineData("œuvrard", "OEUVRARD")]
    [InlineData("Lætitia", "Laetitia")]
    [InlineData("Anne-Lise", "Anne Lise")]
    [InlineData("Anne\u2011Lise", "anne\u00a0lise ")]
    [InlineData("D’Aubigné", "D Aubigne")]
    [InlineData("François", "FRANCOIS")]
    public void R13_Capitals_accents_ligatures_hyphens_and_apostrophes_make_no_other_name(string one, string other) => Assert.Equal(KnownChildren.Letters(one), KnownChildren.Letters(other));

    [Theory]
    [InlineData("Élise", "Éloïse")]
    [InlineData("Anne", "Anne-Lise")]
    [InlineData("Œuvrard", "Euvrard")]
    [InlineData("Léo", "Léa")]
    public void R13_Two_names_stay_two(string one, string other) => Assert.NotEqual(KnownChildren.Letters(one), KnownChildren.Letters(other));
}
