using System.Globalization;

namespace ETicket.IntegrationTests.World;

/// <summary>« Volume » — how often a story is told: a part of it at each build, the whole of it where ETICKET_WHOLE is 1.</summary>
internal static class Volume
{
    /// <summary>Of a story that is told otherwise each time, which one it is: that of ETICKET_SEED where one is to be told again.</summary>
    public static int Seed =>
        int.TryParse(Environment.GetEnvironmentVariable("ETICKET_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var seed) ? seed : Random.Shared.Next();

    public static int Of(int part, int whole) => Environment.GetEnvironmentVariable("ETICKET_WHOLE") == "1" ? whole : part;
}
