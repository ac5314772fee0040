namespace ETicket.Mail.Documents.Papers.Slips;

/// <summary>« Coupure » — so many notes or coins of one value, in cents.</summary>
internal sealed record Denomination(long UnitCents, int Count)
{
    private const long SmallestNote = 5_00;

    public bool IsNote => UnitCents >= SmallestNote;
    public long Cents => checked(UnitCents * Count);
}

/// <summary>« Chèque en main » — received by the day told, not yet remitted.</summary>
internal sealed record HeldCheque(DateOnly ReceivedOn, string Signer, string Bank, string Number, string Receipt, long Cents);

/// <summary>« Dernier numéro » — the last number given in a series (Q receipts, R reversals, B refunds outside the régie) of a year.</summary>
internal sealed record LastNumber(string Number, DateOnly GivenOn);
