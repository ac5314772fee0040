using ETicket.Kernel;

namespace ETicket.Web.Running;

/// <summary>
/// « Progression » — what a person sees while ETicket starts or replays a month: each step with the time since the start, and on a
/// terminal a bar that fills. Redirected to a file it writes plain lines only.
/// </summary>
internal sealed class ConsoleProgress(TextWriter output, bool terminal, TimeProvider time) : IProgress<string>
{
    private const int Cells = 30;

    private readonly Lock turn = new();
    private readonly long started = time.GetTimestamp();
    private Gauge? drawn;

    public static ConsoleProgress OfThisConsole(TimeProvider time) => new(Console.Out, !Console.IsOutputRedirected, time);

    public void Report(string value)
    {
        lock (turn)
        {
            EndLine();
            output.WriteLine(Stamped(value));
        }
    }

    /// <summary>A long step whose end is known; it goes to 100 % when <paramref name="total"/> has been reported.</summary>
    public IProgress<long> Bar(string label, long total) => new Gauge(this, label, total);

    private string Stamped(string text) => string.Create(French.Culture, $"[{time.GetElapsedTime(started).TotalSeconds,6:0.0} s] {text}");

    private void Draw(Gauge bar, int percent)
    {
        lock (turn)
        {
            if (!bar.Advance(percent, terminal ? 1 : 25))
                return;
            if (!terminal)
            {
                output.WriteLine(Stamped(string.Create(French.Culture, $"{bar.Label} {percent}\u00A0%")));
                return;
            }

            if (drawn is not null && drawn != bar)
                EndLine();
            var filled = percent * Cells / 100;
            output.Write('\r' + Stamped($"{bar.Label} [{new string('#', filled)}{new string('.', Cells - filled)}] {percent,3}\u00A0%"));
            drawn = bar;
            if (percent == 100)
                EndLine();
        }
    }

    private void EndLine()
    {
        if (drawn is not null)
            output.WriteLine();
        drawn = null;
    }

    private sealed class Gauge(ConsoleProgress progress, string label, long total) : IProgress<long>
    {
        private int shown = -1;

        public string Label => label;

        public void Report(long value) => progress.Draw(this, total <= 0 ? 100 : (int)Math.Clamp(value * 100 / total, 0, 100));

        /// <summary>True when enough has happened since the last drawing to draw again; progress never goes back.</summary>
        public bool Advance(int percent, int step)
        {
            if (percent <= shown || (percent < 100 && shown >= 0 && percent - shown < step))
                return false;
            shown = percent;
            return true;
        }
    }
}
