using System.Collections.Concurrent;

namespace ETicket.Tresor.Control;

/// <summary>
/// The switches in force: those of all operations, and those an operation has of its own. Settings of a test: a restart forgets them.
/// </summary>
internal sealed class SwitchBoard(Switches initial)
{
    private readonly ConcurrentDictionary<string, Switches> own = new(StringComparer.Ordinal);
    private volatile Switches common = initial;

    public Switches Common
    {
        get => common;
        set => common = value;
    }

    public Switches For(string? idOp) => (idOp is null ? null : Own(idOp)) ?? common;

    /// <summary>Null while the operation follows the common ones.</summary>
    public Switches? Own(string idOp) => own.GetValueOrDefault(idOp);

    public void Set(string idOp, Switches switches) => own[idOp] = switches;

    public void Forget(string idOp) => own.TryRemove(idOp, out _);

    /// <summary>What a call of the web service is answered with; those chosen for other calls change nothing.</summary>
    public Switches ForCall(string operation, string? idOp)
    {
        var switches = For(idOp);
        var concerned = switches.Calls switch
        {
            ServiceCalls.Creation => operation == "creerPaiementSecurise",
            ServiceCalls.Detail => operation == "recupererDetailPaiementSecurise",
            ServiceCalls.Client => operation == "recupererDetailClient",
            _ => true,
        };
        return concerned ? switches : switches with { Answer = ServiceAnswer.Honest, SlowSeconds = 0 };
    }
}
