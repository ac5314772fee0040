namespace ETicket.Web;

public sealed class Program
{
    private Program() { }

    public static async Task<int> Main(string[] args)
    {
        await WebApplication.CreateBuilder(args).Build().RunAsync();
        return 0;
    }
}
