using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Counter;
using ETicket.Payments.Invoicing;
using ETicket.Wallets;

namespace ETicket.Treasury;

/// <summary>
/// « Vente au guichet » — the same tickets and invoices as on line, paid before one agent. <paramref name="Papers"/> is what the payer hands over: none for coins, one cheque with its bank and
/// its signer, each CESU or chèque-vacances with its printed value, the slip of the terminal.
/// </summary>
public sealed record CounterSale(
    Guid Key, StructureId Structure, FamilyId Family, LoginId Agent, string AgentName, PaymentMeans Means, IReadOnlyList<HandedPaper> Papers, IReadOnlyList<BasketLine> Lines)
{
    public IReadOnlyList<InvoiceShare> Invoices { get; init; } = [];

    /// <summary>Null when the family pays for itself.</summary>
    public Payer? Payer { get; init; }

    /// <summary>What others pay of the same basket, or the family by another means: whole tickets, and what each pays of an invoice, each share with a receipt of its own.</summary>
    public IReadOnlyList<CounterShare> Others { get; init; } = [];

    /// <summary>Whoever runs the régie lets more cash be taken than the law has it (<see cref="CashLimit"/>); null when nobody does.</summary>
    public Tolerance? Tolerance { get; init; }

    internal IReadOnlyList<CounterShare> Shares => [new(Means, Papers, Lines) { Invoices = Invoices, Payer = Payer }, .. Others];
}

/// <summary>« Part » — one payer, one means, and the tickets and invoices it pays: of one régie, unless in cash.</summary>
public sealed record CounterShare(PaymentMeans Means, IReadOnlyList<HandedPaper> Papers, IReadOnlyList<BasketLine> Lines)
{
    public IReadOnlyList<InvoiceShare> Invoices { get; init; } = [];
    public Payer? Payer { get; init; }
}
