using ETicket.Tresor.Operations;

namespace ETicket.UnitTests.Tresor;

public sealed class RequestRulesTests
{
    /// <summary>In the order the Trésor checks: each row is also right only if everything after it is not looked at.</summary>
    public static readonly TheoryData<string, string?, string> Faults = new()
    {
        { "numcli", null, "T1" }, { "numcli", "", "T1" }, { "numcli", "6382", "T1" }, { "numcli", "00638x", "T1" }, { "numcli", "٠٠٦٣٨٢", "T1" },
        { "numcli", "123456", "T2" }, { "numcli", "006384", "T4" },
        { "saisie", null, "S1" }, { "saisie", "A", "S1" }, { "saisie", "t", "S1" },
        { "mel", null, "A1" }, { "mel", " ", "A1" }, { "mel", "zoe", "A2" }, { "mel", "a@b.c", "A2" }, { "mel", "zoe@example", "A2" },
        { "mel", "zoe @example.test", "A2" }, { "mel", "zoe@example.test\n", "A2" }, { "mel", "zoe@zoe@example.test", "A2" },
        { "mel", "12345678901234567890123456789012345678901234567890123456789012345678@example.test", "A2" },
        { "refdet", null, "R3" }, { "refdet", "ABCD", "R3" }, { "refdet", "2026-0421", "R3" }, { "refdet", "réf123456", "R3" },
        { "refdet", "1234567890123456789012345678901", "R3" },
        { "montant", null, "M1" }, { "montant", "", "M1" }, { "montant", "12,50", "M1" }, { "montant", "-1250", "M1" }, { "montant", "1250 ", "M1" },
        { "montant", "00", "M3" }, { "montant", "99", "M3" }, { "montant", "10000000", "M5" }, { "montant", "99999999999999999999999", "M5" },
        { "urlnotif", null, "N1" }, { "urlnotif", "/notification", "N1" }, { "urlnotif", "ftp://example.test/", "N1" },
        { "urlnotif", "https://u:p@example.test/", "N1" },
        { "urlredirect", "retour", "D1" }, { "urlredirect", "javascript:alert(1)", "D1" },
        { "urlredirect", "https://a;b.example.test/", "D1" }, { "urlredirect", "https://a b.example.test/", "D1" },
    };

    private static readonly string[] Order = ["numcli", "saisie", "mel", "refdet", "montant", "urlnotif", "urlredirect"];

    private readonly RequestRules rules = new(TresorClient.Demonstration);

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_wrong_field_is_told_by_its_code_and_before_any_later_one(string field, string? value, string code)
    {
        var fields = RunningTresor.GoodRequest;
        foreach (var later in Order.SkipWhile(name => name != field).Skip(1))
            fields[later] = "faux !";
        fields.Remove(field);
        if (value is not null)
            fields[field] = value;

        var anomaly = Assert.Throws<Anomaly>(() => rules.Check(fields));

        Assert.Equal(code, anomaly.Code);
        Assert.NotEmpty(AnomalyText.Of(code).Libelle);
    }

    [Theory]
    [InlineData("montant", "100")]
    [InlineData("montant", "9999999")]
    [InlineData("refdet", "abcDE6")]
    [InlineData("refdet", "123456789012345678901234567890")]
    [InlineData("mel", "a@b.fr")]
    [InlineData("saisie", "X")]
    [InlineData("saisie", "W")]
    [InlineData("objet", "Été & <concert>")]
    public void The_limits_themselves_are_accepted(string field, string value)
    {
        var fields = RunningTresor.GoodRequest;
        fields[field] = value;

        Assert.Equal("006382", rules.Check(fields).Numcli);
    }

    [Fact]
    public void An_address_of_250_characters_is_the_longest()
    {
        var fields = RunningTresor.GoodRequest;
        var longest = "https://example.test/" + new string('a', 229);

        fields["urlnotif"] = longest;
        Assert.Equal(longest, rules.Check(fields).Urlnotif);
        fields["urlnotif"] = longest + "a";
        Assert.Equal("N1", Assert.Throws<Anomaly>(() => rules.Check(fields)).Code);
    }

    [Fact]
    public void The_year_the_object_and_the_return_address_may_be_absent()
    {
        var fields = RunningTresor.GoodRequest;
        foreach (var optional in new[] { "exer", "objet", "urlredirect" })
            fields.Remove(optional);

        var request = rules.Check(fields);

        Assert.Equal((null, null, null), (request.Exer, request.Objet, request.Urlredirect));
    }
}
