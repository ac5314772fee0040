using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Structures;
using Npgsql;

namespace ETicket.Payments;

/// <summary>
/// What a credited payment brings, one implementation per kind of line (tickets: Wallets). It adds its command to the transaction that credits; called for a payment already
/// served, the command must change nothing.
/// </summary>
public interface IPaymentOutcome
{
    NpgsqlBatchCommand Credit(StructureId structure, Guid[] payments);
}

/// <summary>
/// « Encaissement » — the one way a payment learns its fate. Notification, return page, sweep and the staff's button all come here, as often as they
/// like and at the same time: the provider is asked outside any transaction, and what it says is applied once.
/// </summary>
public sealed class Settlements(Database database, IEnumerable<IPaymentProvider> providers, IEnumerable<IPaymentOutcome> outcomes, PortalAddress portal)
{
    private readonly Dictionary<PaymentProvider, IPaymentProvider> _providers = providers.ToDictionary(p => p.Name);
    private readonly IPaymentOutcome[] _outcomes = [.. outcomes];
    private readonly Gathering<(StructureId, RegieId), News, PaymentState> _gathering = new(maximum: 64);

    /// <summary>
    /// Asks the provider about one payment and applies the answer; returns our state. A credit whose amount, reference, client number or mode is not ours credits nothing and
    /// is left to a person as a <see cref="Discrepancy"/>. Refuses an id we do not know with <see cref="UnknownPayment"/>.
    /// </summary>
    public async Task<PaymentState> SettleAsync(StructureId structure, PaymentId id, string source, CancellationToken stop)
    {
        var (payment, order) = await LoadAsync(structure, id, stop);
        if (payment.ProviderReference is not { } reference || payment.State is PaymentState.Paid or PaymentState.Refunded or PaymentState.ChargedBack)
            return payment.State;

        var view = await _providers[payment.Provider].LookUpAsync(order, reference, stop);
        if (view is ProviderView.Credited credited && await DisagreesAsync(structure, order, credited, stop))
            return payment.State;
        if (NewsOf(id, view, source) is not { } news || !PaymentStates.Allows(payment.State, news.State))
            return payment.State;
        return await _gathering.RunAsync((structure, payment.RegieId), news, ApplyAsync, stop);
    }

    /// <summary>Applies news of payments of one régie in the caller's transaction: the counter, where the money is on the table.</summary>
    internal async Task CreditAsync(Work work, RegieId regie, IReadOnlyList<News> news, CancellationToken stop)
    {
        await using var batch = work.Connection.CreateBatch();
        AddCommands(batch, work.Structure, regie, news);
        await batch.ExecuteNonQueryAsync(stop);
    }

    /// <summary>One round trip, one transaction: states, tickets, then the receipt numbers (last, they are the row everyone waits for) and their letters.</summary>
    private async Task<IReadOnlyList<PaymentState>> ApplyAsync((StructureId Structure, RegieId Regie) where, IReadOnlyList<News> news, CancellationToken stop)
    {
        await using var batch = database.Batch(where.Structure);
        AddCommands(batch, where.Structure, where.Regie, news);
        var states = new Dictionary<Guid, PaymentState>();
        await using var reader = await batch.ExecuteReaderAsync(stop);
        await reader.NextResultAsync(stop);
        while (await reader.ReadAsync(stop))
            states[reader.GetGuid(0)] = Enum.Parse<PaymentState>(reader.GetString(reader.GetBoolean(3) ? 2 : 1));
        while (await reader.NextResultAsync(stop))
        {
            // Read to the end: an error of a later command rolls everything back and must be seen here.
        }
        return [.. news.Select(n => states.TryGetValue(n.Payment.Value, out var state) ? state : throw new UnknownPayment())];
    }

    private void AddCommands(NpgsqlBatch batch, StructureId structure, RegieId regie, IReadOnlyList<News> news)
    {
        batch.BatchCommands.Add(News.Command(structure, news));
        var credited = news.Where(n => n.State.IsCredited()).Select(n => n.Payment.Value).Distinct().ToArray();
        if (credited.Length == 0)
            return;
        foreach (var outcome in _outcomes)
            batch.BatchCommands.Add(outcome.Credit(structure, credited));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("select payment_id from receipts_issue($1, $2, $3, $4)")
        {
            Parameters = { new() { Value = structure.Value }, new() { Value = regie.Value }, new() { Value = credited }, new() { Value = portal.Public.ToString() } },
        });
    }

    /// <summary>One round trip and two keys: every settlement begins here, and a joined read by régie would cost more with each payment the régie ever had.</summary>
    private async Task<(Payment Payment, PaymentOrder Order)> LoadAsync(StructureId structure, PaymentId id, CancellationToken stop)
    {
        await using var batch = database.Batch(structure);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(
            """
            select p.family_id, p.regie_id, p.basket_id, p.provider, p.state, p.amount_cents, p.reference, p.provider_reference, p.payer_email, p.budget_year, p.actor,
                   p.created_at, r.kind, r.name, r.act_number, r.act_on, r.client_number, r.pay_fip_mode
            from (select * from payment where structure_id = $1 and id = $2 offset 0) p
            cross join lateral (select * from regie where structure_id = $1 and id = p.regie_id offset 0) r
            """)
        {
            Parameters = { new() { Value = structure.Value }, new() { Value = id.Value } },
        });
        await using var row = await batch.ExecuteReaderAsync(stop);
        await row.NextResultAsync(stop);
        if (!await row.ReadAsync(stop))
            throw new UnknownPayment();
        var payment = new Payment
        {
            StructureId = structure,
            Id = id,
            FamilyId = new(row.GetGuid(0)),
            RegieId = new(row.GetGuid(1)),
            BasketId = row.GetGuid(2),
            Provider = Enum.Parse<PaymentProvider>(row.GetString(3)),
            State = Enum.Parse<PaymentState>(row.GetString(4)),
            Amount = new(row.GetInt64(5)),
            Reference = row.GetString(6),
            ProviderReference = Text(row, 7),
            PayerEmail = Text(row, 8),
            BudgetYear = row.GetInt32(9),
            Actor = row.GetString(10),
            CreatedAt = row.GetFieldValue<DateTimeOffset>(11),
        };
        var regie = new Regie
        {
            StructureId = structure,
            Id = payment.RegieId,
            Kind = Enum.Parse<RegieKind>(row.GetString(12)),
            Name = row.GetString(13),
            ActNumber = row.GetString(14),
            ActOn = row.GetFieldValue<DateOnly>(15),
            ClientNumber = Text(row, 16),
            PayFipMode = Enum.Parse<PayFipMode>(row.GetString(17)),
        };
        return (payment, Checkout.OrderOf(payment, regie, portal));
    }

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static News? NewsOf(PaymentId id, ProviderView view, string source) => view switch
    {
        ProviderView.Credited c => new News(id, c.Promised ? PaymentState.Promised : PaymentState.Paid, c.Amount, c.ProviderMeans, c.PaidAt, c.Authorisation, source, c.Proof),
        ProviderView.Refused r => new News(id, PaymentState.Refused, null, null, null, null, source, r.Proof),
        ProviderView.Cancelled c => new News(id, PaymentState.Cancelled, null, null, null, null, source, c.Proof),
        ProviderView.Expired e => new News(id, PaymentState.Expired, null, null, null, null, source, e.Proof),
        _ => null,
    };

    private async Task<bool> DisagreesAsync(StructureId structure, PaymentOrder order, ProviderView.Credited seen, CancellationToken stop)
    {
        (string Field, string Expected, string Found)[] compared =
        [
            ("amount", order.Amount.Cents.ToString(System.Globalization.CultureInfo.InvariantCulture), seen.Amount.Cents.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ("reference", order.Reference, seen.Reference),
            ("client number", order.ClientNumber, seen.ClientNumber),
            ("mode", order.Mode.ToString(), seen.Mode.ToString()),
        ];
        var differences = compared.Where(c => c.Expected != c.Found).ToArray();
        if (differences.Length == 0)
            return false;

        await using var batch = database.Batch(structure);
        foreach (var (field, expected, found) in differences)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(
                "insert into discrepancy (structure_id, payment_id, seen_at, field, expected, found) values ($1, $2, eticket_now(), $3, $4, $5) on conflict do nothing")
            {
                Parameters = { new() { Value = structure.Value }, new() { Value = order.Id.Value }, new() { Value = field }, new() { Value = expected }, new() { Value = found } },
            });
        }
        await batch.ExecuteNonQueryAsync(stop);
        return true;
    }
}
