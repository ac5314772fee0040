using ETicket.Access;
using ETicket.Access.Registering;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Structures;
using Microsoft.AspNetCore.Identity;

namespace ETicket.IntegrationTests.Access.Registering;

/// <summary>A structure whose door is open to new families, and what they do there.</summary>
internal sealed class RegisteringDesk(Books books, Town town)
{
    public const string Password = "quatre vélos sous la pluie";
    public const string Email = "nouvelle@famille.example";

    private readonly PortalAddress _portal = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public Books Books => books;
    public Town Town => town;
    public StructureFinder Finder { get; } = new(books.Database);
    public Agreements Agreements { get; } = new(books.Database, books.Clock);
    public Registrations Registrations => new(books.Database, new PasswordHasher<Login>(), Finder, _portal, books.Clock);
    public NewAccounts Accounts => new(books.Database, _portal);
    public SignIn SignIn { get; } = new(books.Database, new PasswordHasher<Login>(), new Tries(books.Clock));

    public static async Task<RegisteringDesk> OpenAsync(Cluster cluster, bool texts = true)
    {
        var books = await Books.OpenAsync(cluster);
        var desk = new RegisteringDesk(books, await Town.FoundAsync(books));
        await desk.OpensAsync("JZS3KA");
        if (texts)
        {
            await desk.PublishesAsync(TextKind.Terms, 1, new(2025, 9, 1));
            await desk.PublishesAsync(TextKind.Rules, 1, new(2025, 9, 1));
        }
        return desk;
    }

    public async Task OpensAsync(string? code, bool open = true)
    {
        await new StructureSetup(books.Database).OpenRegistrationAsync(town.Structure, open, code, Stop);
    }

    public Task<Guid> PublishesAsync(TextKind kind, int version, DateOnly from) => new StructureSetup(books.Database).PublishAsync(town.Structure, kind, version, $"Version {version}.", from, Stop);

    public async Task<Guid[]> TextsAsync() => [.. (await Agreements.TodayAsync(town.Structure, Stop)).Select(t => t.Id)];

    public async Task AskAsync(string email = Email, string first = "Zoé", string last = "Nouvelle", string password = Password, Guid[]? texts = null) =>
        await Registrations.AskAsync(new(town.Structure, first, last, email, password, texts ?? await TextsAsync()), Stop);

    /// <summary>The end of the link of the last letter.</summary>
    public async Task<string> TokenAsync() =>
        new Uri(await books.AskAsync<string>("select variables ->> 'confirm_address' from outbox_letter where name = 'RegistrationConfirm' order by id desc limit 1")).Segments[^1];

    public Task<long> LettersAsync(string name) => books.AskAsync<long>("select count(*) from outbox_letter where name = $1", name);

    public Task<string> WrittenAsync() => FactorDesk.ReadOwnAsync(
        books.Owner, "select concat_ws(' ', (select count(*) from family), (select count(*) from guardian), (select count(*) from login), (select count(*) from agreement), (select count(*) from registration), (select count(*) from outbox_letter))");
}
