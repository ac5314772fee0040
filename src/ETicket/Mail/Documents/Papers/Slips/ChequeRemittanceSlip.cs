namespace ETicket.Mail.Documents.Papers.Slips;

/// <summary>
/// « Bordereau de remise de chèques » — the cheques sent to be cashed, one by one: made out to the DGFiP, endorsed to it, listed, and remitted at the periodicity of the act.
/// What makes it must take each cheque in hand once, give the slip its number in the transaction that moves them from « chèques en main » to « chèques remis », and keep of
/// each the bank and the name of who signed it written at the counter.
/// </summary>
internal sealed record ChequeRemittanceSlip : RegieSlip
{
    /// <summary>« 25-046 ».</summary>
    public required string Number { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset MadeAt { get; init; }
    public required string MadeBy { get; init; }

    /// <summary>Of the Treasury account that is credited; null while nobody wrote it.</summary>
    public string? DftAccount { get; init; }
    public required IReadOnlyList<RemittedCheque> Cheques { get; init; }
    public required int Count { get; init; }
    public required long TotalCents { get; init; }

    protected override DateTimeOffset At => MadeAt;
    protected override PublicFacts Told => ToldOf(Number, MadeAt, TotalCents);

    protected override void AddUp()
    {
        AgreeOnCount(Count, Cheques.Count);
        foreach (var (cheque, i) in Cheques.Select((c, i) => (c, i)))
            AgreeOnCount(cheque.Order, i + 1);
        Agree(TotalCents, Cheques.Select(c => c.Cents));
        if (Cheques.GroupBy(c => (c.Bank, c.Number)).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new ChequeListedTwice(twice.Key.Number);
    }
}

/// <summary>Its rank on the slip, who signed it, the bank it is drawn on, its number, the receipt given for it and the Paris day of that one.</summary>
internal sealed record RemittedCheque(int Order, string Signer, string Bank, string Number, string Receipt, DateOnly ReceivedOn, long Cents);
