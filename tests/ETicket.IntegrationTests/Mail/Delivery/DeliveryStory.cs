using ETicket.IntegrationTests.World;
using ETicket.Mail.Rounds;
using ETicket.Web.Mailbox;
using Npgsql;

namespace ETicket.IntegrationTests.Mail.Delivery;

/// <summary>A commune where the Martin family just bought tickets: its receipt waits in the outbox, and the mail server behaves as it is told.</summary>
internal sealed class DeliveryStory : IAsyncDisposable
{
    private DeliveryStory(Books books, Town town, FamilyFile martin, MailDesk desk) => (Books, Town, Martin, Desk) = (books, town, martin, desk);

    public Books Books { get; }
    public Town Town { get; }
    public FamilyFile Martin { get; }
    public MailDesk Desk { get; }

    /// <summary>What the server took, the first first.</summary>
    public IReadOnlyList<CaughtLetter> Tray => [.. Desk.Tray.All().Reverse()];

    public static async Task<DeliveryStory> BeginAsync(
        Cluster cluster, Func<string, string?>? mischief = null, bool answers = true, bool bought = true, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        if (bought)
            await martin.Buys(10, "CANT-B");
        return new DeliveryStory(books, town, martin, await MailDesk.OpenAsync(books, mischief, answers, settings));
    }

    /// <summary>One round of the postman.</summary>
    public async Task<T> DeliversAsync<T>(Func<RoundReport, T> look) => look(await Desk.DeliversAsync());

    /// <summary>The clock of the books moves.</summary>
    public Task WaitsAsync(TimeSpan time) => Books.Clock.SetAsync(Books.Clock.GetUtcNow() + time);

    /// <summary>The mairie writes in the Martin file.</summary>
    public async Task WritesAsync(string change)
    {
        await using var superuser = NpgsqlDataSource.Create(Books.Admin);
        await using var command = superuser.CreateCommand($"update guardian set {change} where family_id = $1");
        command.Parameters.Add(new() { Value = Martin.Id.Value });
        Assert.Equal(1, await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        await Desk.DisposeAsync();
        await Books.DisposeAsync();
    }
}
