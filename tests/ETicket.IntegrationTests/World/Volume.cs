namespace ETicket.IntegrationTests.World;

/// <summary>« Volume » — how often a story is told: a part of it at each build, the whole of it where ETICKET_WHOLE is 1.</summary>
internal static class Volume
{
    public static int Of(int part, int whole) => Environment.GetEnvironmentVariable("ETICKET_WHOLE") == "1" ? whole : part;
}
