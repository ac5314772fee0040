using ETicket.IntegrationTests.World;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(PortalStoriesFirst))]

namespace ETicket.IntegrationTests.World;

/// <summary>Stories told to one running portal, one after the other.</summary>
[CollectionDefinition(nameof(PortalStories))]
public sealed class PortalStories : ICollectionFixture<PortalRunning>;

/// <summary>The longest row of stories begins first: the others are told beside it, and nobody waits for it alone.</summary>
public sealed class PortalStoriesFirst : ITestCollectionOrderer
{
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : notnull, ITestCollection =>
        [.. testCollections.OrderBy(c => c.TestCollectionDisplayName.Contains(nameof(PortalStories), StringComparison.Ordinal) ? 0 : 1)];
}

/// <summary>The portal those stories share, and the people already signed in on it.</summary>
public sealed class PortalRunning : IAsyncLifetime
{
    private readonly PortalProcess _portal = new();
    private readonly Dictionary<string, ParentSession> _sessions = new(StringComparer.Ordinal);

    internal PortalProcess Portal => _portal;

    public async ValueTask InitializeAsync() => await _portal.StartAsync();

    /// <summary>Signed in once per login: the portal counts sign-ins.</summary>
    internal async Task<ParentSession> SessionAsync(PortalLogin login)
    {
        if (!_sessions.TryGetValue(login.UserName, out var session))
            _sessions[login.UserName] = session = await ParentSession.EnterAsync(_portal.Address, login);
        return session;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var session in _sessions.Values)
            session.Dispose();
        await _portal.DisposeAsync();
    }
}

/// <summary>The demonstration's accounts, as the console prints them.</summary>
internal sealed record PortalLogin(string UserName, string Password)
{
    public static PortalLogin Parent { get; } = new("demo-parent", "tickets-de-cantine");

    public static PortalLogin OtherParent { get; } = new("demo-parent-2", "tickets-de-cantine");

    public static PortalLogin Staff { get; } = new("demo-regisseur", "regie-de-recettes");
}
