using System.Linq.Expressions;
using ETicket.Kernel;

namespace ETicket.Structures;

/// <summary>
/// « Régie de recettes » — the till created by an act (CGCT R1617-1 ff.): what it may collect, by which means, how much cash it may
/// hold. Collecting anything else is « gestion de fait ». An association has a régie of its own kind: same books, no remittance.
/// </summary>
public sealed class Regie
{
    public required StructureId StructureId { get; init; }
    public required RegieId Id { get; init; }
    public required RegieKind Kind { get; init; }
    public required string Name { get; set; }

    /// <summary>Number and date of the « acte constitutif », or of the decision of an association that opened its till. Papers and letters print <see cref="Act"/>.</summary>
    public required string ActNumber { get; set; }
    public required DateOnly ActOn { get; set; }

    /// <summary>« Acte constitutif », as every receipt, paper and letter cites it; null for an association, which collects in its own name and has none.</summary>
    public (string Number, DateOnly On)? Act => Kind is RegieKind.Regie ? (ActNumber, ActOn) : null;

    /// <summary>PayFiP client number (« numcli »): six digits kept as text, leading zeros count. Null while PayFiP is not open to the régie.</summary>
    public string? ClientNumber { get; set; }

    /// <summary>PayFiP's « saisie »: a payment of another mode than the régie's never credits.</summary>
    public PayFipMode PayFipMode { get; set; } = PayFipMode.Test;

    /// <summary>« Encaisse maximum » in cents: at 100 % no new cash until a deposit.</summary>
    public Money CashCeiling { get; set; }

    /// <summary>« Fonds de caisse » in cents.</summary>
    public Money CashFloat { get; set; }

    public RevenueRecognition Recognition { get; set; } = RevenueRecognition.AtSale;

    /// <summary>Whether the act lets the régie refund through its provider; by default a refund is the commune's business, outside the régie.</summary>
    public bool RefundsThroughProvider { get; set; }
}

public enum RegieKind { Regie, Association }

/// <summary>T test, X activation, W production of the web service.</summary>
public enum PayFipMode { Test, Activation, Production }

/// <summary>« Droits au comptant » (the sale is the revenue) or « avance » (the consumption is): the same entries print both.</summary>
public enum RevenueRecognition { AtSale, AtConsumption }

/// <summary>« Produit de la régie » — what one budget line collects: canteen, transport. A basket never mixes two régies in one payment.</summary>
public sealed class RegieService
{
    public required StructureId StructureId { get; init; }
    public required ServiceId Id { get; init; }
    public required RegieId RegieId { get; init; }
    public required string Code { get; init; }
    public required string Label { get; set; }

    /// <summary>Account of the M57 nomenclature, 7067 for periscolaire.</summary>
    public required string BudgetAccount { get; set; }
}

/// <summary>« Moyen autorisé » — a means of payment is a property of régie × service (a CESU pays day care, never the canteen), with the decision that opened it.</summary>
public sealed class AllowedMeans
{
    public required StructureId StructureId { get; init; }
    public required ServiceId ServiceId { get; init; }
    public required PaymentMeans Means { get; init; }
    public required DateOnly StartsOn { get; init; }
    public required string Decision { get; init; }

    /// <summary>The Paris day from which a later decision allows it no more, and that decision; null while it does. What was sold before keeps its means.</summary>
    public DateOnly? EndsOn { get; set; }
    public string? EndingDecision { get; set; }

    /// <summary>What the act allows that Paris day.</summary>
    public static Expression<Func<AllowedMeans, bool>> On(DateOnly day) => m => m.StartsOn <= day && (m.EndsOn == null || day < m.EndsOn);
}
