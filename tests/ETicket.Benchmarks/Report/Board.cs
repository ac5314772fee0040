using System.Globalization;
using System.Text.Json;
using ETicket.Benchmarks.Load;

namespace ETicket.Benchmarks.Report;

/// <summary>One line of figures. Latencies in milliseconds.</summary>
internal sealed record Line(string Case, string What, int? Clients, double? PerSecond, double? P50, double? P95, double? P99, double? Seconds, string? Note);

/// <summary>A goal as a ratio inside this run: the value found, the limit, and which side of it is good.</summary>
internal sealed record Goal(string Name, double Value, double Limit, bool AtLeast)
{
    public bool Met => AtLeast ? Value >= Limit : Value <= Limit;
}

/// <summary>Gathers lines and goals, prints them as they come and once more at the end.</summary>
internal sealed class Board
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private readonly List<Line> _lines = [];
    private readonly List<Goal> _goals = [];

    public void Add(string @case, string what, Figures f, string? note = null) => Add(new Line(@case, what, f.Clients, f.PerSecond, f.P50, f.P95, f.P99, null, note));

    public void Add(string @case, string what, long count, double seconds, string? note = null) =>
        Add(new Line(@case, what, null, count / seconds, null, null, null, seconds, note));

    public void Expect(string name, double value, double limit, bool atLeast) => _goals.Add(new Goal(name, value, limit, atLeast));

    public void Print()
    {
        Console.WriteLine();
        foreach (var line in _lines)
            Console.WriteLine(Text(line));
        Console.WriteLine();
        foreach (var goal in _goals)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{goal.Name,-86} {goal.Value,9:0.###}  goal {(goal.AtLeast ? ">=" : "<=")} {goal.Limit,-6:0.###} {(goal.Met ? "met" : "NOT MET")}"));
        }
    }

    public async Task WriteAsync(string path, string settings, CancellationToken stop) =>
        await File.WriteAllTextAsync(path, JsonSerializer.Serialize(new { settings, processors = Environment.ProcessorCount, lines = _lines, goals = _goals }, Indented), stop);

    private void Add(Line line)
    {
        _lines.Add(line);
        Console.WriteLine(Text(line));
    }

    private static string Text(Line l) => string.Create(
        CultureInfo.InvariantCulture,
        $"{l.Case,-8} {l.What,-58} {Number(l.Clients, "0"),3} {Number(l.PerSecond, "#,0"),11}/s  p50 {Number(l.P50, "0.00"),7}  p95 {Number(l.P95, "0.00"),7}  p99 {Number(l.P99, "0.00"),7}  {Number(l.Seconds, "0.00"),7} s  {l.Note}");

    private static string Number(double? value, string format) => value is null or double.NaN ? "-" : value.Value.ToString(format, CultureInfo.InvariantCulture);
}
