namespace ETicket.Access.Events;

/// <summary>
/// « Événement » of a login: somebody signed in, or changed what opens it. Kept a year for whoever the login belongs to, and read by nobody else. Outside structures, as the login is.
/// </summary>
public sealed class LoginEvent
{
    public long Id { get; init; }
    public required Guid LoginId { get; init; }
    public required DateTimeOffset At { get; init; }
    public required LoginEventKind Kind { get; init; }

    /// <summary>The kind of device, « Firefox/Android », never the whole of what a browser tells; empty where nobody knows.</summary>
    public required string Device { get; init; }
}

/// <summary>« Ce qui s'est passé ».</summary>
public enum LoginEventKind { SignedIn, PasswordChanged, AddressChanged, FactorSet, FactorEnded, AccessClosed, PreferencesChanged }
