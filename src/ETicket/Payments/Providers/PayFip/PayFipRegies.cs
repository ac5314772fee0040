using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Structures;

namespace ETicket.Payments.Providers.PayFip;

/// <summary>« PayFiP de la régie » — the client number and the mode a régie is paid under, checked with the Treasury before they are written.</summary>
public sealed class PayFipRegies
{
    private readonly Database _database;
    private readonly PayFipProvider _provider;
    private readonly PayFipOptions _options;

    internal PayFipRegies(Database database, PayFipProvider provider, PayFipOptions options) => (_database, _provider, _options) = (database, provider, options);

    /// <summary>Whether the mode of test may be chosen here.</summary>
    public bool AcceptsTests => _options.AcceptsTestPayments;

    /// <summary>
    /// « Contrôle du numéro » — the Treasury's own labels for a number, to compare with the régie's name. Refuses one it does not know, or not for this service, with
    /// <see cref="ClientNumberRefused"/>, and with <see cref="ClientNumberUnverified"/> when nobody could tell. Writes nothing.
    /// </summary>
    public async Task<IReadOnlyList<string>> CheckAsync(string number, CancellationToken stop) => await _provider.CheckClientAsync(number, stop) switch
    {
        PayFipClientCheck.Known known => known.Labels,
        PayFipClientCheck.Refused no => throw new ClientNumberRefused(number, no.Label.Length > 0 ? no.Label : PayFipLabels.Find(no.Code) ?? no.Code, no.Code),
        _ => throw new ClientNumberUnverified(),
    };

    /// <summary>
    /// « Enregistrer le numéro » — asks the Treasury, outside any transaction, then writes number and mode; answers its labels. The same again changes nothing. Payments already
    /// opened keep the number and mode they were opened with. Refuses what <see cref="CheckAsync"/> refuses, and the mode of test where it is worth nothing with
    /// <see cref="TestModeNotAllowed"/>: nothing is then written.
    /// </summary>
    public async Task<IReadOnlyList<string>> ConfigureAsync(StructureId structure, RegieId regie, string number, PayFipMode mode, CancellationToken stop)
    {
        if (mode is PayFipMode.Test && !AcceptsTests)
            throw new TestModeNotAllowed();
        var labels = await CheckAsync(number, stop);
        await using var work = await _database.BeginAsync(structure, stop);
        await using var write = work.Command("update regie set client_number = $3, pay_fip_mode = $4 where structure_id = $1 and id = $2", structure.Value, regie.Value, number, mode.ToString());
        await write.ExecuteNonQueryAsync(stop);
        await work.CommitAsync(stop);
        return labels;
    }
}
