using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Structures;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ETicket.Payments;

/// <summary>
/// Reads a payment with what its provider must be asked: every settlement begins here, so questions that arrive together are one question. Two keys per payment: a joined
/// read by régie would cost more with each payment the régie ever had.
/// </summary>
internal sealed class PaymentReader(Database database, PortalAddress portal)
{
    private readonly Gathering<int, (StructureId Structure, PaymentId Payment), (Payment, PaymentOrder)?> _gathering = new(maximum: 64);

    /// <summary>Refuses an id this structure does not know with <see cref="UnknownPayment"/>.</summary>
    public async Task<(Payment Payment, PaymentOrder Order)> FindAsync(StructureId structure, PaymentId id, CancellationToken stop) =>
        await _gathering.RunAsync(Lanes.Of(structure), (structure, id), (_, asked, stop) => ReadAsync(asked, stop), stop) ?? throw new UnknownPayment();

    /// <summary>Holds it until the caller's transaction ends: the payment before its wallets, the order every settlement takes them in.</summary>
    public static async Task HoldAsync(Work work, PaymentId payment, CancellationToken stop)
    {
        await using var command = work.Command("select 1 from payment where structure_id = $1 and id = $2 for update", work.Structure.Value, payment.Value);
        await command.ExecuteScalarAsync(stop);
    }

    /// <summary>The same, and reads it once it is ours.</summary>
    public static async Task<Payment> LockAsync(Work work, PaymentId payment, CancellationToken stop)
    {
        await HoldAsync(work, payment, stop);
        return await work.Read<Payment>().SingleAsync(p => p.Id == payment, stop);
    }

    private async Task<IReadOnlyList<(Payment, PaymentOrder)?>> ReadAsync(IReadOnlyList<(StructureId Structure, PaymentId Payment)> asked, CancellationToken stop)
    {
        await using var command = database.Worker.CreateCommand("select * from payments_find($1, $2)");
        command.Parameters.Add(new() { Value = asked.Select(a => a.Structure.Value).ToArray() });
        command.Parameters.Add(new() { Value = asked.Select(a => a.Payment.Value).ToArray() });
        var found = new (Payment, PaymentOrder)?[asked.Count];
        await using var row = await command.ExecuteReaderAsync(stop);
        while (await row.ReadAsync(stop))
        {
            var (structure, id) = asked[row.GetInt32(0)];
            found[row.GetInt32(0)] = Read(structure, id, row);
        }
        return found;
    }

    private (Payment, PaymentOrder) Read(StructureId structure, PaymentId id, NpgsqlDataReader row)
    {
        var payment = new Payment
        {
            StructureId = structure,
            Id = id,
            FamilyId = new(row.GetGuid(1)),
            RegieId = new(row.GetGuid(2)),
            BasketId = row.GetGuid(3),
            Part = row.GetInt32(23),
            Provider = Enum.Parse<PaymentProvider>(row.GetString(4)),
            State = Enum.Parse<PaymentState>(row.GetString(5)),
            Amount = new(row.GetInt64(6)),
            Reference = row.GetString(7),
            ProviderReference = Text(row, 8),
            PayAt = Text(row, 9),
            PayerEmail = Text(row, 10),
            BudgetYear = row.GetInt32(11),
            Actor = row.GetString(12),
            CreatedAt = row.GetFieldValue<DateTimeOffset>(13),
            OpenedAt = row.IsDBNull(21) ? null : row.GetFieldValue<DateTimeOffset>(21),
        };
        var regie = new Regie
        {
            StructureId = structure,
            Id = payment.RegieId,
            Kind = Enum.Parse<RegieKind>(row.GetString(14)),
            Name = row.GetString(15),
            ActNumber = row.GetString(16),
            ActOn = row.GetFieldValue<DateOnly>(17),
            ClientNumber = Text(row, 18),
        };
        return (payment, OrderOf(payment, regie, row.GetString(19)[0], Text(row, 20), row.GetBoolean(22), row.GetBoolean(25), row.GetBoolean(24)));
    }

    private PaymentOrder OrderOf(Payment payment, Regie regie, char mode, string? account, bool mayTake, bool declined, bool paysInvoices) => new(
        payment.Id, payment.Reference, payment.Amount, $"eTicket {regie.Name}", payment.PayerEmail ?? "", payment.BudgetYear, regie.ClientNumber ?? "",
        mode,
        payment.OpenedAt ?? payment.CreatedAt,
        portal.At($"/paiement/{payment.Provider.ToString().ToLowerInvariant()}/notification"),
        portal.At($"/paiement/{payment.Provider.ToString().ToLowerInvariant()}/retour"),
        account,
        mayTake,
        declined,
        paysInvoices);

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
