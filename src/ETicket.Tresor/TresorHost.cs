namespace ETicket.Tresor;

/// <summary>The simulated Trésor Public, alone or hosted beside the portal.</summary>
public static class TresorHost
{
    public static Task Main(string[] args) => WebApplication.CreateSlimBuilder(args).Build().RunAsync();
}
