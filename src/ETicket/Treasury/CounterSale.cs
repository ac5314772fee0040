using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Wallets;

namespace ETicket.Treasury;

/// <summary>
/// « Vente au guichet » — the same tickets and invoices as on line, paid before one agent. <paramref name="ChequeNumber"/> is the number of the paper: the cheque's, the terminal's slip.
/// </summary>
public sealed record CounterSale(
    Guid Key, StructureId Structure, FamilyId Family, LoginId Agent, string AgentName, PaymentMeans Means, string? ChequeNumber, IReadOnlyList<BasketLine> Lines)
{
    public IReadOnlyList<InvoiceId> Invoices { get; init; } = [];

    /// <summary>Null when the family pays for itself.</summary>
    public Payer? Payer { get; init; }

    /// <summary>What others pay of the same basket, or the family by another means: whole tickets and whole invoices, each share with a receipt of its own.</summary>
    public IReadOnlyList<CounterShare> Others { get; init; } = [];

    internal IReadOnlyList<CounterShare> Shares => [new(Means, ChequeNumber, Lines) { Invoices = Invoices, Payer = Payer }, .. Others];
}

/// <summary>« Part » — one payer, one means, and the tickets and invoices it pays.</summary>
public sealed record CounterShare(PaymentMeans Means, string? ChequeNumber, IReadOnlyList<BasketLine> Lines)
{
    public IReadOnlyList<InvoiceId> Invoices { get; init; } = [];
    public Payer? Payer { get; init; }
}
