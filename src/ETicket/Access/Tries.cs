namespace ETicket.Access;

/// <summary>
/// « Essais » — wrong passwords, counted before they are checked, so that a hundred at once are a hundred. Nothing is kept of a login but its text, whether it exists or
/// not: neither time nor the database tells which do. Kept in memory: a restart forgets, two portals count apart.
/// <para>
/// A stranger who guesses pauses himself, by login and address (OWASP Authentication Cheat Sheet, « Account Lockout »): the family at home is not locked out. Guesses from
/// many addresses add up more slowly, and then only addresses from which that login has entered before may still try.
/// </para>
/// </summary>
public sealed class Tries(TimeProvider clock)
{
    /// <summary>Wrong tries of one login from one address before <see cref="Pause"/>.</summary>
    public const int BeforePause = 5;

    /// <summary>Wrong tries of one login from everywhere, in one hour, before addresses never seen are refused.</summary>
    public const int PerHour = 100;

    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Memory = TimeSpan.FromDays(30);
    private const int LongestLogin = 256;
    private const int SweepEvery = 1000;

    private readonly Lock _door = new();
    private readonly Dictionary<(string Login, string Address), Pair> _pairs = [];
    private readonly Dictionary<string, Window> _everywhere = [];
    private int _begun;

    /// <summary>Counts a try as wrong until <see cref="Entered"/> says otherwise. False: refused whatever the password.</summary>
    public bool Begin(string login, string address)
    {
        login = Short(login);
        lock (_door)
        {
            var now = clock.GetUtcNow();
            if (++_begun % SweepEvery == 0)
                Forget(now);
            var pair = _pairs.TryGetValue((login, address), out var seen) ? seen : _pairs[(login, address)] = new Pair();
            var window = _everywhere.TryGetValue(login, out var open) && now - open.Since < Hour ? open : _everywhere[login] = new Window(now);
            pair.LastAt = now;
            if (pair.PausedUntil > now || (!pair.HasEntered && window.Wrong >= PerHour))
                return false;
            window.Wrong++;
            if (++pair.Wrong >= BeforePause)
                (pair.Wrong, pair.PausedUntil) = (0, now + Pause);
            return true;
        }
    }

    /// <summary>The password was right: this address is one of the login's own.</summary>
    public void Entered(string login, string address)
    {
        login = Short(login);
        lock (_door)
        {
            if (_everywhere.TryGetValue(login, out var window) && window.Wrong > 0)
                window.Wrong--;
            _pairs[(login, address)] = new Pair { HasEntered = true, LastAt = clock.GetUtcNow() };
        }
    }

    private static string Short(string login) => login.Length <= LongestLogin ? login : login[..LongestLogin];

    private void Forget(DateTimeOffset now)
    {
        foreach (var (key, _) in _pairs.Where(p => now - p.Value.LastAt > (p.Value.HasEntered ? Memory : Hour)).ToList())
            _pairs.Remove(key);
        foreach (var (key, _) in _everywhere.Where(w => now - w.Value.Since > Hour).ToList())
            _everywhere.Remove(key);
    }

    private sealed class Pair
    {
        public int Wrong;
        public DateTimeOffset PausedUntil;
        public DateTimeOffset LastAt;
        public bool HasEntered;
    }

    private sealed class Window(DateTimeOffset since)
    {
        public DateTimeOffset Since => since;
        public int Wrong;
    }
}
