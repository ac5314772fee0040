using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Structures;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ETicket.IntegrationTests.Pages.Account.Registering;

/// <summary>Both texts of the commune, in a version that begins today; taken away at the end, for the other stories of this portal.</summary>
internal sealed record PublishedTexts(PortalRunning Running, Guid Commune) : IAsyncDisposable
{
    public static async Task<PublishedTexts> PublishAsync(PortalRunning running, int version)
    {
        await using var database = running.Portal.Database();
        await using var verbs = database.Verbs(running.Portal);
        var commune = await database.CommuneAsync();
        foreach (var kind in Enum.GetValues<TextKind>())
            await verbs.GetRequiredService<StructureSetup>().PublishAsync(commune, kind, version, "Premier paragraphe.\nSecond paragraphe.", TimeProvider.System.Today(), TestContext.Current.CancellationToken);
        return new(running, commune.Value);
    }

    public async ValueTask DisposeAsync()
    {
        await using var database = Running.Portal.Database();
        await using var owner = NpgsqlDataSource.Create(database.Logins.Owner);
        foreach (var table in new[] { "agreement", "structure_text" })
        {
            await using var delete = owner.CreateCommand($"delete from {table}");
            await delete.ExecuteNonQueryAsync();
        }
    }
}
