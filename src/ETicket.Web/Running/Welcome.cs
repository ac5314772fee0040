using ETicket.Web.Demo;

namespace ETicket.Web.Running;

/// <summary>The last lines of a start: where everything is, and who may sign in.</summary>
internal static class Welcome
{
    public static void Print(TextWriter output, PortalSettings settings, IReadOnlyList<DemoAccount> accounts)
    {
        output.WriteLine();
        output.WriteLine(Steps.PortalAt(settings.Address));
        if (settings.Simulated)
            output.WriteLine(Steps.TresorAt(new Uri(settings.TresorAddress, "/controle")));
        if (settings.Development)
            output.WriteLine(Steps.MailboxAt(new Uri(settings.Address, "/boite-aux-lettres")));
        if (accounts.Count == 0)
            return;
        output.WriteLine(Steps.DemoAccounts);
        foreach (var account in accounts)
            output.WriteLine($"  {account.UserName,-16} {account.Password,-20} {account.Description}");
        output.WriteLine();
    }
}
