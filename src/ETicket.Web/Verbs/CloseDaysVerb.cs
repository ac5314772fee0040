using System.Globalization;
using ETicket.Kernel;
using ETicket.Planning;
using ETicket.Web.Running;

namespace ETicket.Web.Verbs;

/// <summary>
/// <c>close-days [--until yyyy-mm-dd] [--workers n]</c>: closes every finished day of every structure, by default up to yesterday; of today only what nobody can cancel any
/// more. Killed in the middle, it is run again. Refuses a day to come with <see cref="DayNotOver"/>.
/// </summary>
internal static class CloseDaysVerb
{
    public static async Task<int> RunAsync(Call call, CancellationToken stop)
    {
        var options = call.Options("until", "workers");
        var today = TimeProvider.System.Today();
        var until = today.AddDays(-1);
        if (options.TryGetValue("until", out var word) && !DateOnly.TryParseExact(word, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out until))
            throw new UnreadableDay(word);
        // Tomorrow's tickets are still the families' to take back.
        if (until > today)
            throw new DayNotOver(until);
        var workers = 2;
        if (options.TryGetValue("workers", out word) && (!int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out workers) || workers is < 1 or > 8))
            throw new UnreadableWorkers(word);

        await using var ground = await Ground.FindAsync(call.Configuration, call.Progress, stop);
        var closing = new DayClosing(ground.Database, new PortalAddress { Public = PortalSettings.AddressOf(call.Configuration) });
        var due = await DueAsync(closing, until, today, stop);
        var held = due.Sum(d => (long)d.Held);
        var consumed = await closing.CloseAsync(due, workers, call.Progress.Bar(VerbTexts.ClosingDays, held), stop);
        Console.WriteLine(VerbTexts.DaysClosed(due.Count, consumed));
        return 0;
    }

    /// <summary>The days before today, and today's that the staff may close, by the clock of the database.</summary>
    internal static async Task<IReadOnlyList<DayToClose>> DueAsync(DayClosing closing, DateOnly until, DateOnly today, CancellationToken stop)
    {
        var due = await closing.DueAsync(until, null, null, stop);
        var days = due.Where(d => d.Day < today).ToList();
        foreach (var structure in due.Where(d => d.Day == today).Select(d => d.Structure).Distinct())
            days.AddRange((await closing.ClosableAsync(structure, stop)).Where(d => d.Day == today));
        return days;
    }
}
