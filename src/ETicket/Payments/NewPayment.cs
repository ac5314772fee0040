using ETicket.Kernel;
using ETicket.Payments.Counter;
using ETicket.Persistence;

namespace ETicket.Payments;

/// <summary>A payment to record: one régie, its frozen lines. The amount is their sum.</summary>
public sealed record NewPayment(
    PaymentId Id, FamilyId FamilyId, RegieId RegieId, Guid BasketId, PaymentProvider Provider, PaymentMeans? Means, string Reference, string? PayerEmail,
    string Actor, LoginId? AgentId, DateTimeOffset CreatedAt, IReadOnlyList<NewPaymentLine> Lines)
{
    public int Part { get; init; } = 1;
    public int Attempt { get; init; } = 1;
    public PaymentId? Retries { get; init; }

    /// <summary>Null when the family pays for itself.</summary>
    public Payer? Payer { get; init; }

    /// <summary>What was handed over for it at the counter.</summary>
    public IReadOnlyList<HandedPaper> Papers { get; init; } = [];

    public Money Amount => Lines.Sum(l => l.UnitPrice * l.Quantity);

    /// <summary>« Enregistrer » — writes the payment and its lines in the caller's transaction; nobody may pay it before it is opened (<see cref="Checkout"/>).</summary>
    public Payment Record(Work work)
    {
        var payment = new Payment
        {
            StructureId = work.Structure,
            Id = Id,
            FamilyId = FamilyId,
            RegieId = RegieId,
            BasketId = BasketId,
            Part = Part,
            Attempt = Attempt,
            RetriesId = Retries,
            Provider = Provider,
            Means = Means,
            State = PaymentState.Created,
            Amount = Amount,
            Reference = Reference,
            BudgetYear = ParisTime.DayOf(CreatedAt).Year,
            PayerEmail = PayerEmail,
            Actor = Actor,
            AgentId = AgentId,
            PaidBy = Payer?.Name,
            PayerKind = Payer?.Kind,
            CreatedAt = CreatedAt,
        };
        work.Db.Add(payment);
        work.Db.AddRange(Lines.Select((line, i) => new PaymentLine
        {
            StructureId = work.Structure,
            PaymentId = Id,
            Line = i + 1,
            ServiceId = line.ServiceId,
            TicketTypeId = line.TicketTypeId,
            InvoiceId = line.InvoiceId,
            Designation = line.Designation,
            Quantity = line.Quantity,
            UnitPrice = line.UnitPrice,
            Tariff = line.Tariff,
        }));
        work.Db.AddRange(Papers.Select((paper, i) => new PaymentPaper
        {
            StructureId = work.Structure,
            PaymentId = Id,
            Rank = i + 1,
            Number = paper.Number,
            Bank = paper.Bank,
            Signer = paper.Signer,
            FaceCents = paper.Face?.Cents,
        }));
        return payment;
    }
}

/// <summary>Tickets of a type, or one invoice: exactly one of the two is named.</summary>
public sealed record NewPaymentLine(ServiceId ServiceId, TicketTypeId? TicketTypeId, string Designation, int Quantity, Money UnitPrice, InvoiceId? InvoiceId = null)
{
    /// <summary>See <see cref="PaymentLine.Tariff"/>.</summary>
    public string? Tariff { get; init; }
}

/// <summary>« Payeur » — who pays at the counter in the family's stead, and is named on the receipt.</summary>
public sealed record Payer(PayerKind Kind, string Name);

/// <summary>« Un autre adulte » (a grandmother) or « un tiers » (the CCAS, an employer).</summary>
public enum PayerKind { Adult, ThirdParty }
