using ETicket.Web.Running;

namespace ETicket.IntegrationTests.Running;

public sealed class ConsoleProgressTests : IDisposable
{
    private readonly StringWriter written = new() { NewLine = "\n" };

    public void Dispose() => written.Dispose();

    [Fact]
    public void Each_step_is_a_line_with_the_time_since_the_start()
    {
        var progress = new ConsoleProgress(written, terminal: false, new Ticking());

        progress.Report("Création de la base");
        progress.Report("Démarrage");

        Assert.Equal("[   1,0 s] Création de la base\n[   2,0 s] Démarrage\n", written.ToString());
    }

    [Fact]
    public void On_a_terminal_a_bar_fills_in_place_and_a_step_begins_on_its_own_line()
    {
        var progress = new ConsoleProgress(written, terminal: true, new Ticking());

        var bar = progress.Bar("Relecture", 200);
        bar.Report(84);
        bar.Report(84);
        bar.Report(20);
        progress.Report("Suite");
        bar.Report(200);

        Assert.Equal(
            "\r[   1,0 s] Relecture [############..................]  42\u00A0%\n[   2,0 s] Suite\n"
            + "\r[   3,0 s] Relecture [##############################] 100\u00A0%\n",
            written.ToString());
    }

    [Fact]
    public void Redirected_a_bar_is_a_handful_of_plain_lines()
    {
        var progress = new ConsoleProgress(written, terminal: false, new Ticking());

        var bar = progress.Bar("Relecture", 1000);
        for (var done = 1; done <= 1000; done++)
            bar.Report(done);

        var lines = written.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["Relecture 0\u00A0%", "Relecture 25\u00A0%", "Relecture 50\u00A0%", "Relecture 75\u00A0%", "Relecture 100\u00A0%"], lines.Select(l => l[11..]));
        Assert.DoesNotContain('\r', written.ToString());
    }

    [Fact]
    public void Nothing_to_do_is_done_at_once()
    {
        var progress = new ConsoleProgress(written, terminal: false, new Ticking());

        progress.Bar("Relecture", 0).Report(0);

        Assert.EndsWith("100\u00A0%\n", written.ToString(), StringComparison.Ordinal);
    }

    /// <summary>A clock on which a second passes at each look.</summary>
    private sealed class Ticking : TimeProvider
    {
        private long now;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => now++;
    }
}
