using System.Globalization;
using ETicket.Kernel;
using ETicket.Planning;
using ETicket.Web.Running;

namespace ETicket.Web.Verbs;

/// <summary>
/// <c>close-days [--until yyyy-mm-dd] [--workers n]</c>: closes every finished day of every structure, by default up to yesterday. Killed in the middle, it is run again.
/// </summary>
internal static class CloseDaysVerb
{
    public static async Task<int> RunAsync(Call call, CancellationToken stop)
    {
        var until = TimeProvider.System.Today().AddDays(-1);
        if (call.Option("until") is { } word && !DateOnly.TryParseExact(word, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out until))
            throw new UnreadableDay(word);
        var workers = int.TryParse(call.Option("workers"), CultureInfo.InvariantCulture, out var asked) ? Math.Clamp(asked, 1, 8) : 2;

        await using var ground = await Ground.FindAsync(call.Configuration, call.Progress, stop);
        var closing = new DayClosing(ground.Database);
        var due = await closing.DueAsync(until, null, null, stop);
        var held = due.Sum(d => (long)d.Held);
        var consumed = await closing.CloseAsync(due, workers, call.Progress.Bar(VerbTexts.ClosingDays, held), stop);
        Console.WriteLine(VerbTexts.DaysClosed(due.Count, consumed));
        return 0;
    }
}
