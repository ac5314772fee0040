using ETicket.Kernel;
using ETicket.Payments.Asking;
using ETicket.Payments.Invoicing;
using ETicket.Payments.Providers;
using ETicket.Persistence;
using Npgsql;

namespace ETicket.Payments;

/// <summary>
/// What a credited payment brings, one implementation per kind of line (tickets: Wallets). It adds its command to the transaction that credits; called for a payment already
/// served, the command must change nothing.
/// </summary>
public interface IPaymentOutcome
{
    /// <summary>The command for payments of any structures; <paramref name="structures"/> has the structure of each payment, in the same order.</summary>
    NpgsqlBatchCommand Credit(Guid[] structures, Guid[] payments);

    /// <summary>Whether it serves invoices and nothing else: it is then asked first, for invoices are held before wallets (<see cref="HeldInvoices"/>).</summary>
    bool OnlyInvoices => false;
}

/// <summary>
/// « Encaissement » — the one way a payment learns its fate. Notification, return page, sweep and the staff's button all come here, as often as they
/// like and at the same time: the provider is asked outside any transaction, and what it says is applied once. What many communes learn in the same instant is read and
/// written together, under the night's role: a caller has already been let in by its own structure, and every row is found by its structure and key.
/// </summary>
public sealed class Settlements(
    Database database, IEnumerable<IPaymentProvider> providers, IEnumerable<IPaymentOutcome> outcomes, IMoneyBack moneyBack, PortalAddress portal)
{
    private readonly Dictionary<PaymentProvider, IPaymentProvider> _providers = providers.ToDictionary(p => p.Name);
    private readonly IPaymentOutcome[] _outcomes = [.. outcomes.OrderByDescending(o => o.OnlyInvoices)];
    private readonly PaymentReader _reader = new(database, portal);
    private readonly Asks _asks = new(database);
    private readonly Gathering<int, News, PaymentState> _gathering = new(maximum: 64);

    /// <summary>
    /// Asks the provider about one payment and applies the answer; returns our state. A credit whose amount, currency, reference, client number or mode is not ours credits
    /// nothing and is left to a person as a <see cref="Discrepancy"/>. What left again since is mirrored (<see cref="IMoneyBack"/>), by the sweep where whoever was told dies before it is. A payment that is over is not asked about
    /// unless <paramref name="evenCredited"/>: then a provider that does not answer, or that notified us and knows no money of it any more, is <see cref="ProviderUnreachable"/>, for nobody will ask again by himself. Refuses an id
    /// we do not know with <see cref="UnknownPayment"/>, and one whose rows somebody else holds for more than two seconds with <see cref="TooManyAtOnce"/>: nothing is lost, it is asked again.
    /// </summary>
    public async Task<PaymentState> SettleAsync(StructureId structure, PaymentId id, string source, CancellationToken stop, bool evenCredited = false) =>
        (await AskAsync(structure, id, source, stop, evenCredited)).State;

    /// <summary>« Accord du payeur », at that instant: what was declined before may be asked for again.</summary>
    public Task ApprovedAsync(StructureId structure, PaymentId id, DateTimeOffset at, CancellationToken stop) => _asks.ApprovedAsync(structure, id, at, stop);

    /// <summary>The same, with what the provider said; null when it was not asked. An answer that credits nothing is kept (<see cref="Asks"/>), and asked for again unless it is final.</summary>
    internal async Task<(PaymentState State, ProviderView? Said)> AskAsync(StructureId structure, PaymentId id, string source, CancellationToken stop, bool evenCredited = false)
    {
        var (payment, order) = await _reader.FindAsync(structure, id, stop);
        var state = payment.State;
        if (payment.ProviderReference is not { } reference || (!evenCredited && state is PaymentState.Paid or PaymentState.Refunded or PaymentState.ChargedBack))
            return (state, null);

        var view = await _providers[payment.Provider].LookUpAsync(order, reference, stop);
        var differs = view is ProviderView.Credited credited && await Agreement.DiffersAsync(database, structure, order, credited, stop);
        var back = differs || view is not ProviderView.Credited { Back: { Count: > 0 } left } ? [] : left;
        // Written before the credit: who dies between the credit and the mirror leaves somebody to ask again.
        var owed = back.Count > 0 ? await _asks.OweMirrorAsync(structure, id, stop) : default;
        if (!differs && News.Of(structure, id, state, view, source) is { } news)
            state = await ApplyAsync(news with { Part = new(payment.BasketId, payment.RegieId, payment.Part, order.PaysInvoices) }, view, stop);
        if (differs || view is not ProviderView.Credited)
            await _asks.RecordAsync(structure, id, view, source, stop);
        if (evenCredited && view is ProviderView.Unknown silent)
            throw new ProviderUnreachable(silent.Why);
        if (evenCredited && source == Asks.Notification && view is not ProviderView.Credited && payment.State.BroughtMoney())
            throw new ProviderUnreachable($"{view.GetType().Name}, of a payment that brought money");
        if (back.Count > 0 && state.BroughtMoney())
        {
            state = await moneyBack.PostAsync(structure, id, back, stop);
            await _asks.MirroredAsync(structure, id, owed, stop);
        }
        return (state, view);
    }

    /// <summary>Applies news in the caller's transaction: the counter, where the money is on the table.</summary>
    internal async Task CreditAsync(Work work, IReadOnlyList<News> news, CancellationToken stop)
    {
        await using var batch = work.Connection.CreateBatch();
        AddCommands(batch, news);
        await batch.ExecuteNonQueryAsync(stop);
    }

    /// <summary>
    /// Applies one with whatever else was learnt meanwhile. Where money came and we could not write it, the schedule begins anew: it is asked about in five minutes, not at the next
    /// hour or day.
    /// </summary>
    private async Task<PaymentState> ApplyAsync(News news, ProviderView view, CancellationToken stop)
    {
        try
        {
            return await _gathering.RunAsync(Lanes.Of(news.Structure), news, (_, gathered, stop) => Midnight.AcrossAsync(() => ApplyAsync(gathered, stop)), stop);
        }
        catch (Exception ours) when (view is ProviderView.Credited && ours is not OperationCanceledException)
        {
            await _asks.RecordAsync(news.Structure, news.Payment, new ProviderView.Unknown(ours.GetType().Name, MayHaveTaken: true), news.Source, CancellationToken.None);
            throw;
        }
    }

    /// <summary>One round trip, one transaction: states, invoices, tickets, then the receipt numbers (last, they are the rows everyone waits for) and their letters.</summary>
    private async Task<IReadOnlyList<PaymentState>> ApplyAsync(IReadOnlyList<News> news, CancellationToken stop)
    {
        await using var batch = database.Worker.CreateBatch();
        // Many communes leave together: whoever holds a row of one of them keeps the others waiting no longer than this. The batch is then made again one by one.
        batch.BatchCommands.Add(new NpgsqlBatchCommand("select set_config('lock_timeout', '2s', true)"));
        AddCommands(batch, news);
        var states = new Dictionary<(Guid Structure, Guid Payment), PaymentState>();
        try
        {
            await using var reader = await batch.ExecuteReaderAsync(stop);
            await reader.NextResultAsync(stop);
            while (await reader.ReadAsync(stop))
                states[(reader.GetGuid(0), reader.GetGuid(1))] = Enum.Parse<PaymentState>(reader.GetString(reader.GetBoolean(4) ? 3 : 2));
            while (await reader.NextResultAsync(stop))
            {
                // Read to the end: an error of a later command rolls everything back and must be seen here.
            }
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            throw new TooManyAtOnce();
        }
        return [.. news.Select(n => states.TryGetValue((n.Structure.Value, n.Payment.Value), out var state) ? state : throw new UnknownPayment())];
    }

    private void AddCommands(NpgsqlBatch batch, IReadOnlyList<News> news)
    {
        batch.BatchCommands.Add(News.Command(news));
        var credited = news.Where(n => n.State.IsCredited()).DistinctBy(n => (n.Structure, n.Payment)).ToArray();
        if (credited.Length == 0)
            return;
        var structures = Array.ConvertAll(credited, n => n.Structure.Value);
        var payments = Array.ConvertAll(credited, n => n.Payment.Value);
        var tickets = Array.TrueForAll(credited, n => n.Part is { PaysInvoices: false });
        foreach (var outcome in _outcomes.Where(o => !(o.OnlyInvoices && tickets)))
            batch.BatchCommands.Add(outcome.Credit(structures, payments));
        batch.BatchCommands.Add(News.FlagTwice(credited, tickets, portal));
        batch.BatchCommands.Add(News.FlagAlike(structures, payments));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("select payment_id from receipts_issue($1, $2, $3)")
        {
            Parameters = { new() { Value = structures }, new() { Value = payments }, new() { Value = portal.Public.ToString() } },
        });
    }
}
