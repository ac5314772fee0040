namespace ETicket.Access.Links;

/// <summary>
/// « Lien » — what a letter's link opens, once and for a while. Only the digest of its token is kept: whoever reads the table opens nothing. Outside structures, as the login is.
/// </summary>
public sealed class LoginLink
{
    /// <summary>SHA-256 of the token, 32 random bytes.</summary>
    public required byte[] Hash { get; init; }
    public required LinkPurpose Purpose { get; init; }
    public required Guid LoginId { get; init; }
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>First instant at which it opens nothing; brought forward when a newer link makes it void.</summary>
    public required DateTimeOffset ExpiresAt { get; set; }
    public DateTimeOffset? UsedAt { get; set; }

    /// <summary>The address it confirms; null for any other purpose.</summary>
    public string? NewEmail { get; init; }
}

/// <summary>« À quoi il sert » — a link opens nothing else.</summary>
public enum LinkPurpose { Reset, Email }
