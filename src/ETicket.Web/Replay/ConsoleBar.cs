using System.Globalization;

namespace ETicket.Web.Replay;

/// <summary>« Barre d'avancement » — one line that redraws itself on a terminal; where there is none, nothing.</summary>
internal sealed class ConsoleBar(TextWriter? terminal) : IProgress<ReplayProgress>
{
    private const int Width = 30;
    private int _percent = -1;

    public void Report(ReplayProgress value)
    {
        var percent = value.Total == 0 ? 100 : 100 * value.Done / value.Total;
        if (terminal is null || percent == _percent)
            return;
        _percent = percent;
        var full = Width * percent / 100;
        terminal.Write('\r');
        terminal.Write(Sentences.Say("Progress", new string('█', full) + new string('░', Width - full), percent.ToString(CultureInfo.InvariantCulture).PadLeft(3), value.Day));
        if (percent == 100)
            terminal.WriteLine();
    }
}
