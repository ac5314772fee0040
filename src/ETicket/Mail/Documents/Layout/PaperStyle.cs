namespace ETicket.Mail.Documents.Layout;

/// <summary>Where a text stands in its width.</summary>
internal enum Side { Left, Right }

/// <summary>How a block of text looks: its size in points, its ink, the room above it; <paramref name="Tag"/> is what a screen reader hears it is.</summary>
internal sealed record TextStyle(string Tag, double Size, bool Bold = false, string Ink = PaperStyle.Ink, double Before = 6, Side Side = Side.Left, bool KeepsWithNext = false);

/// <summary>« Charte » — the look every document shares: A4, ink blue on white, one orange; in points (72 to the inch).</summary>
internal static class PaperStyle
{
    public const string Ink = "0.078 0.149 0.29";
    public const string Quiet = "0.298 0.353 0.471";
    public const string Rule = "0.847 0.851 0.867";
    public const string Faint = "0.965 0.961 0.945";
    public const string Orange = "0.969 0.588 0.184";
    public const string Stamp = "0.698 0.361 0";

    /// <summary>20 mm on each side.</summary>
    public const double Margin = 56.693;
    public const double Top = 56.693;

    /// <summary>A4.</summary>
    public const double ShortSide = 595.276;
    public const double LongSide = 841.89;

    /// <summary>From the bottom edge: where the body ends, and where the foot of the page begins below it.</summary>
    public const double BodyEnd = 80;
    public const double FootAt = 64;
    public const double HeadAt = 30;

    public const double SmallSize = 9;
    public const double FrameSize = 8.5;
    public const double LineHeight = 1.32;

    /// <summary>Between two columns, and those of a dense table; the least room around the text of a row; around a framed part.</summary>
    public const double Gap = 12;
    public const double DenseGap = 7;
    public const double RowPadding = 4.5;
    public const double DensePadding = 2.5;
    public const double BoxPadding = 10;

    public static readonly TextStyle Title = new("H1", 20, Bold: true, Before: 18, KeepsWithNext: true);
    public static readonly TextStyle Paragraph = new("P", 10.5);
    public static readonly TextStyle Cell = new("TD", 10);
    public static readonly TextStyle DenseCell = new("TD", 8.5);
    public static readonly TextStyle Frame = new("P", FrameSize, Ink: Quiet);

    /// <summary>What a template may write: « p », « p.quiet »…</summary>
    private static readonly Dictionary<string, TextStyle> Known = new(StringComparer.Ordinal)
    {
        ["h1"] = Title,
        ["h2"] = new("H2", 13, Bold: true, Before: 18, KeepsWithNext: true),
        ["h3"] = new("H3", 11, Bold: true, Before: 12, KeepsWithNext: true),
        ["p"] = Paragraph,
        ["p.quiet"] = Paragraph with { Size = 9.5, Ink = Quiet },
        ["p.lead"] = Paragraph with { Size = 12, Before = 10 },
        ["p.right"] = Paragraph with { Side = Side.Right },
        ["p.stamp"] = Paragraph with { Size = 14, Bold = true, Ink = Stamp },
        ["p.code"] = Paragraph with { Size = 13, Bold = true, Before = 3 },
        ["caption"] = new("Caption", 11, Bold: true, Before: 0, KeepsWithNext: true),
    };

    /// <summary>The style of a tag and its class; null when there is none of that name.</summary>
    public static TextStyle? Find(string tag, string? named) => Known.GetValueOrDefault(named is null ? tag : $"{tag}.{named}");
}
