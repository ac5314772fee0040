using ETicket.Families.Dossier;
using ETicket.Kernel;

namespace ETicket.UnitTests.Families;

/// <summary>What is typed in a card becomes what is kept, the same each time, or a no for that very field.</summary>
public sealed class FieldRulesTests
{
    private static readonly DateOnly Today = new(2026, 12, 2);
    private static readonly Guid School = Guid.Parse("0190f000-0000-7000-8000-000000000001");
    private static readonly FileChoices Choices = new(new Dictionary<Guid, string> { [School] = "École Marlan" }, new Dictionary<Guid, string>());

    [Theory]
    [InlineData(FieldKind.Line, "  Anne   Marie ", "Anne Marie")]
    [InlineData(FieldKind.Line, "Ame\u0301lie", "Amélie")]
    [InlineData(FieldKind.Line, "O’Neil-d'Artagnan", "O’Neil-d'Artagnan")]
    [InlineData(FieldKind.Line, "12\u00a0bis", "12 bis")]
    [InlineData(FieldKind.Note, "le lundi\r\net le jeudi ", "le lundi\net le jeudi")]
    [InlineData(FieldKind.Note, "- goûter\n- sieste", "- goûter\n- sieste")]
    [InlineData(FieldKind.PostalCode, " 33220 ", "33220")]
    [InlineData(FieldKind.Phone, "06.07.89-70 15", "06 07 89 70 15")]
    [InlineData(FieldKind.Phone, "+33 (0)6 07 89 70 15", "06 07 89 70 15")]
    [InlineData(FieldKind.Phone, "0033 6 07 89 70 15", "06 07 89 70 15")]
    [InlineData(FieldKind.Phone, "+32 2 555 12 12", "+3225551212")]
    [InlineData(FieldKind.Email, " camille@famille.example ", "camille@famille.example")]
    [InlineData(FieldKind.Birth, "23/08/2019", "2019-08-23")]
    [InlineData(FieldKind.Birth, "3/8/2019", "2019-08-03")]
    [InlineData(FieldKind.Birth, "2026-12-02", "2026-12-02")]
    [InlineData(FieldKind.Box, "true", "true")]
    [InlineData(FieldKind.Box, "", "false")]
    [InlineData(FieldKind.School, "0190f000-0000-7000-8000-000000000001", "0190f000-0000-7000-8000-000000000001")]
    [InlineData(FieldKind.School, "", "")]
    [InlineData(FieldKind.Relation, "Childminder", "Childminder")]
    public void What_is_typed_is_kept_in_one_way(FieldKind kind, string typed, string kept) => Assert.Equal(kept, Read(kind, typed));

    [Theory]
    [InlineData(FieldKind.Line, "\u202Eanin", typeof(UnreadableText))]
    [InlineData(FieldKind.Line, "Ni\u200Bna", typeof(UnreadableText))]
    [InlineData(FieldKind.Line, "Ni\u0007na", typeof(UnreadableText))]
    [InlineData(FieldKind.Line, "Ni\uD800na", typeof(UnreadableText))]
    [InlineData(FieldKind.Line, "Nina\nVidal", typeof(UnreadableText))]
    [InlineData(FieldKind.Line, "---", typeof(UnreadableText))]
    [InlineData(FieldKind.Line, "<b>Nina", typeof(ForbiddenSign))]
    [InlineData(FieldKind.Note, " =1+1", typeof(ForbiddenSign))]
    [InlineData(FieldKind.Line, "@SUM(A1)", typeof(ForbiddenSign))]
    [InlineData(FieldKind.PostalCode, "3322", typeof(NotAPostalCode))]
    [InlineData(FieldKind.Phone, "..", typeof(NotAPhone))]
    [InlineData(FieldKind.Phone, "+", typeof(NotAPhone))]
    [InlineData(FieldKind.Phone, "0007897015", typeof(NotAPhone))]
    [InlineData(FieldKind.Phone, "06 07 89 70 1", typeof(NotAPhone))]
    [InlineData(FieldKind.Email, "camille@famille", typeof(NotAnEmail))]
    [InlineData(FieldKind.Email, "a@b.fr, c@d.fr", typeof(NotAnEmail))]
    [InlineData(FieldKind.Birth, "29/02/2019", typeof(NotADay))]
    [InlineData(FieldKind.Birth, "2026-12-03", typeof(NotABirth))]
    [InlineData(FieldKind.Box, "oui", typeof(NotAChoice))]
    [InlineData(FieldKind.School, "0190f000-0000-7000-8000-000000000002", typeof(NotAChoice))]
    [InlineData(FieldKind.Diet, "0190f000-0000-7000-8000-000000000001", typeof(NotAChoice))]
    [InlineData(FieldKind.Relation, "0", typeof(NotAChoice))]
    [InlineData(FieldKind.Relation, "Mother, Father", typeof(NotAChoice))]
    public void What_cannot_be_kept_is_refused(FieldKind kind, string typed, Type refusal) => Assert.Equal(refusal, Assert.ThrowsAny<Refusal>(() => Read(kind, typed)).GetType());

    [Fact]
    public void A_text_is_as_long_as_its_field_and_a_required_one_is_not_empty()
    {
        var field = new Field("Town", FieldKind.Line, CardPart.Address, "town") { Longest = 5, Required = true };

        Assert.Equal("Blaye", FieldRules.Read(field, "Blaye", Today, Choices));
        Assert.Throws<FieldTooLong>(() => FieldRules.Read(field, "Blayes", Today, Choices));
        Assert.Throws<FieldTooLong>(() => FieldRules.Read(field, new string(' ', 100_000), Today, Choices));
        Assert.Throws<FieldMissing>(() => FieldRules.Read(field, " \u00a0 ", Today, Choices));
    }

    private static string Read(FieldKind kind, string typed) => FieldRules.Read(new("Any", kind, CardPart.Who, "any"), typed, Today, Choices);
}
