using ETicket.Payments;
using ETicket.Wallets;

namespace ETicket.Web.Display;

/// <summary>« Étape d'un règlement » — one step of its life, or one document that was undone in its turn, which may change no state: its reason then.</summary>
internal sealed record LifeStep(DateTimeOffset At, string What, PaymentState? State, string? Why)
{
    /// <summary>Both, in the order of their instants.</summary>
    public static IReadOnlyList<LifeStep> Of(IReadOnlyList<PaymentStep> steps, IReadOnlyList<UndoneBy> undone, bool byAssociation) =>
    [
        .. steps.Select(s => new LifeStep(s.At, Words.Source(s.Source, byAssociation), s.ToState, Why: null))
            .Concat(undone.Where(u => !u.Stands).Select(u => new LifeStep(u.Lifted!.RecordedAt, Words.Say("History_Lifted", u.Document.FullNumber), State: null, u.Lifted.Reason)))
            .OrderBy(e => e.At),
    ];
}
