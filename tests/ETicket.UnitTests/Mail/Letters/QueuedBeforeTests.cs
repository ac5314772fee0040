using System.Text.Json;
using ETicket.Mail.Letters;

namespace ETicket.UnitTests.Mail.Letters;

/// <summary>
/// « Lettres en attente d'une version d'avant » — letters wait while the program is replaced. <c>Data/letters</c> holds the examples of a day, frozen as the outbox kept them: they are never
/// edited, and a folder may be added when letters have changed. Each must still be read, and leave.
/// </summary>
public sealed class QueuedBeforeTests
{
    private static readonly string Frozen = Path.Combine(Sources.Root, "tests/ETicket.UnitTests/Data/letters");

    public static TheoryData<string> Days => [.. Directory.EnumerateFiles(Frozen, "*.json", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Frozen, path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Days))]
    public void A_letter_that_waited_while_the_program_was_replaced_leaves(string file)
    {
        var kind = LetterBook.All.SingleOrDefault(k => k.FileStem == Path.GetFileNameWithoutExtension(file));
        Assert.True(kind is not null, $"{file}: letters of that name may wait, and none is known any more.");
        using var letters = JsonDocument.Parse(File.ReadAllText(Path.Combine(Frozen, file)));

        Assert.All(letters.RootElement.EnumerateObject(), letter => Assert.NotEmpty(LetterDesk.Whole.Templates.Render(kind, letter.Value.GetRawText()).Text));
    }

    [Fact]
    public void A_variable_added_as_a_property_with_a_default_is_not_asked_of_the_letters_that_wait()
    {
        var kind = LetterKind.Of<Grown>();

        Assert.Equal("à la mairie", LetterJson.Read(kind, """{"structure_name": "Saint-Août", "portal_address": "https://portail.example/"}""")["place"]);
        Assert.Throws<JsonException>(() => LetterJson.Read(kind, """{"structure_name": "Saint-Août"}"""));
    }

    private sealed record Grown(string StructureName, string PortalAddress) : ILetter
    {
        public static string Name => nameof(Grown);

        public string Place { get; init; } = "à la mairie";
    }
}
