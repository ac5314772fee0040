namespace ETicket.Mail.Rounds;

/// <summary>« Cadence » — how many letters may still be shown in this minute, where the owner of the server limits them (0: he does not). Minutes are those of the books' clock.</summary>
internal sealed class Pace(int mostPerMinute)
{
    private DateTimeOffset minute;
    private int shown;

    /// <summary>At most <paramref name="most"/>; 0 once the minute is used up.</summary>
    public int Allow(DateTimeOffset now, int most)
    {
        if (mostPerMinute == 0)
            return most;
        if (now < minute || now >= minute.AddMinutes(1))
            (minute, shown) = (now, 0);
        return Math.Clamp(mostPerMinute - shown, 0, most);
    }

    public void Count(int letters) => shown += letters;
}
