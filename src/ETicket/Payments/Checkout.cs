using System.Collections.Concurrent;
using System.Text.Json;
using ETicket.Kernel;
using ETicket.Payments.Asking;
using ETicket.Persistence;
using Npgsql;

namespace ETicket.Payments;

/// <summary>« Mise en paiement » — opens recorded payments at their provider, outside any transaction.</summary>
public sealed class Checkout(Database database, IEnumerable<IPaymentProvider> providers, PortalAddress portal)
{
    private readonly Dictionary<PaymentProvider, IPaymentProvider> _providers = providers.ToDictionary(p => p.Name);
    private readonly PaymentReader _reader = new(database, portal);
    private readonly ConcurrentDictionary<(StructureId, PaymentId), Lazy<Task<Uri>>> _opening = new();

    /// <summary>What was opened this long ago, and nobody knows where, can no longer be paid at any provider.</summary>
    internal TimeSpan LongestWindow => _providers.Values.Select(p => p.Window).DefaultIfEmpty().Max();

    /// <summary>
    /// Opens a recorded payment at its provider and answers the page to send the payer to. Asked again for the same payment, it answers the same page. Refuses one
    /// prepared on an earlier day with <see cref="BasketOfAnotherDay"/> (it expires: prices are those of the day one pays), and with <see cref="ProviderSaidNo"/>
    /// (the payment is refused) or <see cref="ProviderSilent"/> (unknown: the payer must not pay again yet). Whoever asks while it is being opened hears the same answer: one
    /// opening at a time per payment; and one that has begun is ended, for the provider has it.
    /// </summary>
    public async Task<Uri> OpenAsync(StructureId structure, PaymentId id, CancellationToken stop)
    {
        var opening = _opening.GetOrAdd((structure, id), key => new(() => EndAsync(key.Item1, key.Item2)));
        return await opening.Value.WaitAsync(stop);
    }

    private async Task<Uri> EndAsync(StructureId structure, PaymentId id)
    {
        try
        {
            return await OpenOnceAsync(structure, id, CancellationToken.None);
        }
        finally
        {
            _opening.TryRemove((structure, id), out _);
        }
    }

    private async Task<Uri> OpenOnceAsync(StructureId structure, PaymentId id, CancellationToken stop)
    {
        var (payment, order) = await _reader.FindAsync(structure, id, stop);
        var provider = _providers[payment.Provider];
        // PayFiP: abandoned, it may still be paid as long as its operation may last.
        if (payment.PayAt is { } known && payment.State is PaymentState.Pending or PaymentState.Unknown or PaymentState.Cancelled)
            return await AgainAsync(structure, id, new Uri(known), provider.Window, stop);
        if (payment.State is not PaymentState.Created && !(payment is { State: PaymentState.Unknown, ProviderReference: null } && provider.StartsOnce))
            throw new PaymentNotOpen();
        if (await ExpiredAsync(structure, id, stop) is { } prepared)
            throw new BasketOfAnotherDay(prepared);

        try
        {
            var started = await provider.StartAsync(order, stop);
            return await RememberAsync(structure, order, started, stop);
        }
        catch (ProviderRefused refused)
        {
            if (await OpenedByAnotherAsync(structure, id, stop) is { } page)
                return page;
            await StepAsync(structure, id, PaymentState.Refused, refused.Message, stop);
            throw new ProviderSaidNo(refused.Label);
        }
        catch (ProviderUnreachable silent)
        {
            if (await OpenedByAnotherAsync(structure, id, stop) is { } page)
                return page;
            await StepAsync(structure, id, PaymentState.Unknown, silent.Message, stop, found: provider.StartsOnce);
            throw new ProviderSilent();
        }
    }

    /// <summary>The day the payment was prepared on, when that day is over by the database's clock and nobody opened it meanwhile: it expires.</summary>
    private async Task<DateOnly?> ExpiredAsync(StructureId structure, PaymentId id, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        await using var ask = work.Command(
            "select paris_day(created_at) from payment where structure_id = $1 and id = $2 and state in ('Created', 'Unknown') and paris_day(created_at) < paris_day(eticket_now()) for update",
            structure.Value, id.Value);
        if (await ask.ExecuteScalarAsync(stop) is not DateOnly prepared)
            return null;
        await new News(structure, id, PaymentState.Expired, null, null, null, null, "start", JsonSerializer.Serialize(new { why = "prepared on an earlier day" })).TellAsync(work, stop);
        await work.CommitAsync(stop);
        return prepared;
    }

    /// <summary>
    /// Keeps the first operation opened for the payment and answers its page: of two clicks at the same moment, one operation is ours and the other is never shown to
    /// anybody. The step locks the payment, so the twin reads what was kept. A payment that ended meanwhile is not opened: <see cref="PaymentNotOpen"/>.
    /// </summary>
    private async Task<Uri> RememberAsync(StructureId structure, PaymentOrder order, Started started, CancellationToken stop)
    {
        await using var batch = database.Batch(structure);
        batch.BatchCommands.Add(Step(structure, order.Id, PaymentState.Pending, "start", "{}"));
        batch.BatchCommands.Add(Opened.Kept(structure, order, started));
        batch.BatchCommands.Add(Opened.Addressed(structure, order.Id));
        batch.BatchCommands.Add(Opened.Page(structure, order.Id));
        string? kept = null;
        await using var reader = await batch.ExecuteReaderAsync(stop);
        do
        {
            while (await reader.ReadAsync(stop))
                kept = reader.GetName(0) == "pay_at" ? reader.GetString(0) : kept;
        }
        while (await reader.NextResultAsync(stop));
        return new Uri(kept ?? throw new PaymentNotOpen());
    }

    /// <summary>The page another click opened while this one was told no.</summary>
    private async Task<Uri?> OpenedByAnotherAsync(StructureId structure, PaymentId id, CancellationToken stop) =>
        (await _reader.FindAsync(structure, id, stop)).Payment is { State: PaymentState.Pending, PayAt: { } known } ? new Uri(known) : null;

    /// <summary>The same page for a payer who comes again: the sweep watches him as closely as the first time.</summary>
    private async Task<Uri> AgainAsync(StructureId structure, PaymentId id, Uri page, TimeSpan window, CancellationToken stop)
    {
        await using var batch = database.Batch(structure);
        batch.BatchCommands.Add(Opened.Again(structure, id, window));
        await using var reader = await batch.ExecuteReaderAsync(stop);
        await reader.NextResultAsync(stop);
        return await reader.ReadAsync(stop) ? page : throw new PaymentNotOpen();
    }

    private async Task StepAsync(StructureId structure, PaymentId id, PaymentState state, string why, CancellationToken stop, bool found = false)
    {
        await using var batch = database.Batch(structure);
        batch.BatchCommands.Add(Step(structure, id, state, "start", JsonSerializer.Serialize(new { why })));
        if (found)
            batch.BatchCommands.Add(Opened.Perhaps(structure, id));
        await batch.ExecuteNonQueryAsync(stop);
    }

    private static NpgsqlBatchCommand Step(StructureId structure, PaymentId id, PaymentState state, string source, string proof) =>
        News.Command([new News(structure, id, state, null, null, null, null, source, proof)]);
}
