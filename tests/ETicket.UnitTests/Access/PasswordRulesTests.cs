using ETicket.Access.Passwords;

namespace ETicket.UnitTests.Access;

/// <summary>Twelve characters at least, anything one likes, and nothing a stranger would try first.</summary>
public sealed class PasswordRulesTests
{
    private static readonly string[] Own = ["demo-parent", "chantal.devret@famille.example", "Port-Sainte-Foy-et-Ponchapt", "Commune de Port-Sainte-Foy-et-Ponchapt", "oc"];

    [Theory]
    [InlineData("quatre vélos sous la pluie")]
    [InlineData("   les goûters   ")]
    [InlineData("le chat de la voisine 1984")]
    [InlineData("toutenminuscules sans rien")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("🎫🚌🥕🍎🎒📚🖍️🧃🧀🥖🍓🍪")]
    [InlineData("J'habite à Port-Sainte-Foy-et-Ponchapt depuis longtemps")]
    [InlineData("Chantal.Devret aime le cinéma")]
    public void R9_A_long_sentence_is_taken_whatever_it_is_made_of(string chosen) => PasswordRules.Check(chosen, Own);

    [Theory]
    [InlineData("", typeof(PasswordTooShort))]
    [InlineData("trop court", typeof(PasswordTooShort))]
    [InlineData("onze signes", typeof(PasswordTooShort))]
    [InlineData("🎫🎫🎫🎫🎫🎫", typeof(PasswordTooShort))]
    [InlineData("un tres bon mot\0 de passe", typeof(PasswordUnreadable))]
    [InlineData("une ligne\net une autre", typeof(PasswordUnreadable))]
    [InlineData("aaaaaaaaaaaaaaaa", typeof(PasswordTooPlain))]
    [InlineData("            ", typeof(PasswordTooPlain))]
    [InlineData("abababababab", typeof(PasswordTooPlain))]
    [InlineData("123456789012", typeof(PasswordTooPlain))]
    [InlineData("210987654321", typeof(PasswordTooPlain))]
    [InlineData("abcdefghijklm", typeof(PasswordTooPlain))]
    [InlineData("AZERTYUIOPqs", typeof(PasswordTooPlain))]
    [InlineData("azerty123456", typeof(PasswordTooPlain))]
    [InlineData("Mot de passe 2026", typeof(PasswordTooCommon))]
    [InlineData("motdepasse-motdepasse", typeof(PasswordTooCommon))]
    [InlineData("Password1234!", typeof(PasswordTooCommon))]
    [InlineData("Bonjour tout le monde", typeof(PasswordTooCommon))]
    [InlineData("1q2w3e4r5t6y", typeof(PasswordTooCommon))]
    [InlineData("Correct horse battery staple", typeof(PasswordTooCommon))]
    [InlineData("tickets-de-cantine", typeof(PasswordTooCommon))]
    [InlineData("Demo-Parent-Demo-Parent", typeof(PasswordOfOnesOwn))]
    [InlineData("demoparent2026", typeof(PasswordOfOnesOwn))]
    [InlineData("Chantal Devret 33", typeof(PasswordOfOnesOwn))]
    [InlineData("port sainte foy et ponchapt", typeof(PasswordOfOnesOwn))]
    public void R9_What_is_refused_is_refused_by_the_rule_it_breaks(string chosen, Type refusal)
    {
        var refused = Assert.ThrowsAny<RefusedPassword>(() => PasswordRules.Check(chosen, Own));

        Assert.Equal(refusal, refused.GetType());
        Assert.NotEmpty(refused.Sentence);
    }

    [Fact]
    public void R9_Twelve_and_a_hundred_and_twenty_eight_are_taken_one_less_and_one_more_are_not()
    {
        const string Sentence = "un chat, deux velos et trois parapluies ; ";
        var long128 = string.Concat(Enumerable.Repeat(Sentence, 4))[..PasswordRules.Most];

        PasswordRules.Check(Sentence[..PasswordRules.Least], Own);
        PasswordRules.Check(long128, Own);
        Assert.Throws<PasswordTooShort>(() => PasswordRules.Check(Sentence[..(PasswordRules.Least - 1)], Own));
        Assert.Throws<PasswordTooLong>(() => PasswordRules.Check(long128 + "!", Own));
        Assert.Throws<PasswordTooLong>(() => PasswordRules.Check(new string('x', 100_000), Own));
    }

    [Fact]
    public void R9_A_letter_is_the_same_letter_however_the_keyboard_composed_it()
    {
        Assert.Equal(PasswordRules.Written("goûter"), PasswordRules.Written("gou\u0302ter"));
        Assert.Equal("\ud800", PasswordRules.Written("\ud800"));
    }
}
