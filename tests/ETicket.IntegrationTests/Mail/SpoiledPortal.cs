using ETicket.IntegrationTests.World;

namespace ETicket.IntegrationTests.Mail;

/// <summary>A portal the operator started over templates in which one letter and one document are broken.</summary>
public sealed class SpoiledPortal : IAsyncLifetime
{
    internal PortalProcess Portal { get; } = new();

    internal SpoiledTemplates Templates { get; } = new(("mail/top-up-receipt.html", 5, "{{receit_number}}"), ("documents/ticket-statement.html", 8, "{{famly_name}}"));

    public async ValueTask InitializeAsync() => await Portal.StartAsync("--Mail:Templates", Templates.Folder);

    public async ValueTask DisposeAsync()
    {
        await Portal.DisposeAsync();
        Templates.Dispose();
    }
}
