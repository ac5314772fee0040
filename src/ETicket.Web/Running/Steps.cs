using System.Globalization;
using System.Resources;
using ETicket.Kernel;

namespace ETicket.Web.Running;

/// <summary>« Étapes » — what the console says while ETicket gets on its feet; the words are in <c>Steps.resx</c>.</summary>
internal static class Steps
{
    private static readonly ResourceManager Words = new(typeof(Steps));

    public static string SearchingPostgres => Text(nameof(SearchingPostgres));
    public static string WaitingForAnother => Text(nameof(WaitingForAnother));
    public static string CreatingCluster => Text(nameof(CreatingCluster));
    public static string StoppingCluster => Text(nameof(StoppingCluster));
    public static string Migrating => Text(nameof(Migrating));
    public static string SeedingDemo => Text(nameof(SeedingDemo));
    public static string DemoAccounts => Text(nameof(DemoAccounts));
    public static string ErasingCluster => Text(nameof(ErasingCluster));

    public static string Downloading(string version) => Text(nameof(Downloading), version);
    public static string StartingCluster(int major) => Text(nameof(StartingCluster), major);
    public static string AttachedCluster(int pid) => Text(nameof(AttachedCluster), pid);
    public static string StoppingOlder(int pid) => Text(nameof(StoppingOlder), pid);

    public static string PortalAt(Uri address) => Text(nameof(PortalAt), address);
    public static string TresorAt(Uri address) => Text(nameof(TresorAt), address);
    public static string MailboxAt(Uri address) => Text(nameof(MailboxAt), address);

    private static string Text(string name, params object?[] facts) =>
        string.Format(French.Culture, Words.GetString(name, CultureInfo.InvariantCulture) ?? name, facts);
}
