using ETicket.Persistence.Bootstrap;
using ETicket.Web.Replay;
using ETicket.Web.Running;

namespace ETicket.Web.Verbs;

/// <summary><c>replay FOLDER --json FILE</c>: on a database of its own, made for it and dropped after it; two replays never meet.</summary>
internal static class ReplayAside
{
    public static async Task<int> RunAsync(Call call, CancellationToken stop)
    {
        var name = FormattableString.Invariant($"eticket_replay_{Environment.ProcessId}");
        Ground? ground = null;
        try
        {
            return await ReplayVerb.RunAsync(
                call.Words,
                async token =>
                {
                    ground = await Ground.AsideAsync(call.Configuration, name, call.Progress, token);
                    return ground.Database;
                },
                stop);
        }
        finally
        {
            if (ground is not null)
            {
                await DatabaseBootstrap.DropAsync(ground.Admin, name, CancellationToken.None);
                await ground.DisposeAsync();
            }
        }
    }
}
