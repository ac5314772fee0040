using System.Text;
using ETicket.Bulletin.Menus;

namespace ETicket.UnitTests.Bulletin;

/// <summary>What a kitchen types of its dishes is understood word by word, or refused word by word: of public health nothing is guessed.</summary>
public sealed class MenuReaderTests
{
    private static readonly DateOnly Monday = new(2026, 12, 7);

    [Theory]
    [InlineData("lait", "Milk")]
    [InlineData("Œufs, LAIT ; moutarde", "Eggs Milk Mustard")]
    [InlineData("oeuf et lactose", "Eggs Milk")]
    [InlineData("7, 3,7", "Eggs Milk")]
    [InlineData("fruits à coque / sésame", "Nuts Sesame")]
    [InlineData("poissons, crustacés, mollusques", "Crustaceans Fish Molluscs")]
    [InlineData("aucun", "")]
    public void R260_Allergens_are_read_as_people_type_them(string typed, string wanted)
    {
        List<MenuFault> faults = [];
        var dish = MenuReader.Read(Line(allergens: typed), faults);

        Assert.Empty(faults);
        Assert.Equal(wanted, string.Join(' ', dish!.Allergens!));
    }

    [Fact]
    public void R260_Nothing_said_is_not_none()
    {
        Assert.Null(MenuReader.Read(Line(allergens: " "), [])!.Allergens);
        Assert.Empty(MenuReader.Read(Line(allergens: "Aucun"), [])!.Allergens!);
        Assert.Null(MenuReader.Read(Line(name: "", allergens: ""), []));
    }

    [Fact]
    public void R260_The_fourteen_have_each_their_word_their_number_and_the_words_of_the_annex_and_read_back()
    {
        var all = Enum.GetValues<Allergen>();

        Assert.Equal(14, all.Length);
        Assert.All(all, a => Assert.Equal(a, MenuWords.Read<Allergen>(MenuWords.Of(a))));
        Assert.All(all.Select((a, at) => (a, at)), p => Assert.Equal(p.a, MenuWords.Read<Allergen>($"{p.at + 1}")));
        Assert.All(all, a => Assert.NotEqual("", MenuWords.Whole(a)));
        Assert.All(Enum.GetValues<Course>(), c => Assert.Equal(c, MenuWords.Read<Course>(MenuWords.Of(c))));
        Assert.All(Enum.GetValues<DishMark>(), m => Assert.Equal(m, MenuWords.Read<DishMark>(MenuWords.Of(m))));
        Assert.Equal(all, MenuReader.Read(Line(allergens: MenuWords.Listed(all)), [])!.Allergens!);
    }

    [Fact]
    public void R260_A_word_that_is_not_understood_is_told_beside_its_field()
    {
        List<MenuFault> faults = [];

        Assert.Null(MenuReader.Read(Line(allergens: "lait, beurre salé"), faults));
        Assert.Null(MenuReader.Read(Line(allergens: "aucun, lait"), faults));
        Assert.Null(MenuReader.Read(Line(marks: "délicieux"), faults));
        Assert.Null(MenuReader.Read(Line(name: "", allergens: "lait"), faults));
        Assert.Null(MenuReader.Read(Line(name: new string('é', 100_000)), faults));
        Assert.Null(MenuReader.Read(Line(name: "a\u202Eb"), faults));
        Assert.Null(MenuReader.Read(Line(allergens: new string(',', 100_000)), faults));

        Assert.Equal(
            ["Allergens AllergenUnknown", "Allergens NoneAndSome", "Marks MarkUnknown", "Name DishNameMissing", "Name DishNameUnreadable", "Name DishNameUnreadable", "Allergens DishWordsTooLong"],
            faults.Select(f => $"{f.Field} {f.Why.GetType().Name}"));
        Assert.Contains("beurre salé", faults[0].Why.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("jour;service;rang;plat;allergenes;mentions\r\n07/12/2026;Cantine;Entrée;Céleri;9;bio\r\n", "2 07/12/2026 Cantine Entrée Céleri 9 bio")]
    [InlineData("Jour,Rang,Plat,Allergènes\n2026-12-07,plat,\"Riz, dit \"\"pilaf\"\"\",\"lait, 3\"\n", "2 2026-12-07  plat Riz, dit \"pilaf\" lait, 3 ")]
    [InlineData("plat\trang\tjour\n\n\"Deux\nlignes\"\tplat\t07/12/2026\nPain\tdessert\t07/12/2026\n", "3 07/12/2026  plat Deux\nlignes  |5 07/12/2026  dessert Pain  ")]
    public void R260_A_file_is_read_as_spreadsheets_write_it(string text, string wanted)
    {
        string Read(byte[] bytes) => string.Join('|', MenuFile.Read(bytes, []).Select(r => $"{r.Line} {r.Day} {r.Service} {r.Course} {r.Name} {r.Allergens} {r.Marks}"));

        Assert.Equal(wanted, Read(Encoding.UTF8.GetBytes(text)));
        Assert.Equal(wanted, Read([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)]));
        Assert.Equal(wanted, Read(CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetBytes(text)));
    }

    [Theory]
    [InlineData("", typeof(MenuFileEmpty))]
    [InlineData("jour;rang;plat\n", typeof(MenuFileEmpty))]
    [InlineData("jour;plat\n07/12/2026;Riz\n", typeof(MenuFileHeader))]
    [InlineData("jour;rang;plat;plat\n07/12/2026;plat;Riz;Riz\n", typeof(MenuFileHeader))]
    [InlineData("jour;rang;plat\n07/12/2026;plat;\"Riz\n", typeof(MenuFileQuote))]
    [InlineData("jour;rang;plat\n07/12/2026;plat;\0\n", typeof(MenuFileNotText))]
    public void R260_What_is_no_such_file_is_refused_with_a_sentence(string text, Type refusal)
    {
        var said = Assert.ThrowsAny<MenuFileRefused>(() => MenuFile.Read(Encoding.UTF8.GetBytes(text), []));

        Assert.IsType(refusal, said);
        Assert.NotEqual("", said.Sentence);
    }

    [Fact]
    public void R260_A_file_too_heavy_or_a_line_too_short_is_told()
    {
        List<MenuFileFault> faults = [];

        Assert.Throws<MenuFileTooBig>(() => MenuFile.Read(new byte[MenuFile.MostKiloBytes * 1024 + 1], []));
        Assert.Empty(MenuFile.Read("jour;rang;plat\n07/12/2026;Riz\n"u8.ToArray(), faults));
        Assert.Equal((2, null, "Cette ligne a 2 colonnes, la première en a 3."), (faults[0].Line, faults[0].Column, faults[0].Why.Sentence));
    }

    private static DishLine Line(string name = "Purée", string allergens = "", string marks = "") => new(Monday, Course.Side, name, allergens, marks);
}
