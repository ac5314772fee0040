using ETicket.IntegrationTests.World;

namespace ETicket.IntegrationTests.Planning.Telling;

/// <summary>A commune to whose families some letters cannot be written, until it is disposed.</summary>
internal sealed class Broken : IAsyncDisposable
{
    private readonly Books _books;

    private Broken(Books books) => _books = books;

    public static async Task<Broken> LettersOfAsync(Town town, params string[] names)
    {
        await RunAsync(town.Books, $"alter table outbox_letter add constraint broken check (structure_id <> '{town.Structure.Value}' or name not in ('{string.Join("', '", names)}')) not valid");
        return new Broken(town.Books);
    }

    public async ValueTask DisposeAsync() => await RunAsync(_books, "alter table outbox_letter drop constraint broken");

    private static async Task RunAsync(Books books, string sql)
    {
        await using var command = books.Owner.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
