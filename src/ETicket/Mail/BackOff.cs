using System.Security.Cryptography;

namespace ETicket.Mail;

/// <summary>
/// « Patience » — how long a letter refused for now waits before it is shown again: longer each time, about five days in all (RFC 5321 §4.5.4.1). Never under 5 minutes: servers
/// that greylist refuse whoever comes back sooner.
/// </summary>
internal static class BackOff
{
    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1), TimeSpan.FromHours(4), TimeSpan.FromHours(12),
        TimeSpan.FromHours(23), TimeSpan.FromHours(23), TimeSpan.FromHours(23), TimeSpan.FromHours(23),
    ];

    /// <summary>How old a letter is when a server's trouble begins to count as its own attempts: a fault that looks like the server's ends, too.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromDays(1);

    /// <summary>A letter taken more often than this brings its postman down each time.</summary>
    public static int MostAttempts => Waits.Length + 1;

    /// <summary>The wait after this attempt (1 for the first), up to 4 % longer so that letters refused together do not come back together; null: enough.</summary>
    public static TimeSpan? After(int attempt) => attempt <= Waits.Length ? Jitter(Waits[attempt - 1]) : null;

    /// <summary>The pause when nobody could be reached: not the letters' fault, so it never ends, and never grows.</summary>
    public static TimeSpan WhileUnreachable() => Jitter(TimeSpan.FromMinutes(1));

    /// <summary>
    /// The wait of a letter of which it is not known yet whether it or the server is the cause, by how long that has lasted: longer than the postman's rest, so that the others are shown
    /// before it and tell, and as long as greylisting asks.
    /// </summary>
    public static TimeSpan WhileDoubted(TimeSpan lasted) => Jitter(TimeSpan.FromMinutes(Math.Clamp(lasted.TotalMinutes, 5, 30)));

    /// <summary>The wait of a letter given whole to a server in trouble: its one copy more comes once the trouble may be over.</summary>
    public static TimeSpan AfterTrouble() => Jitter(TimeSpan.FromHours(1));

    private static TimeSpan Jitter(TimeSpan wait) => wait + TimeSpan.FromSeconds(RandomNumberGenerator.GetInt32((int)(wait.TotalSeconds / 25) + 1));
}
