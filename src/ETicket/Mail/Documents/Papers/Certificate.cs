namespace ETicket.Mail.Documents.Papers;

/// <summary>
/// « Attestation » — a paper in which somebody vouches for a family's figures before a third party: where and when it was drawn up is known and printed. The street of the structure,
/// the name and quality of who signs are known to nobody here: their places are left to be filled by hand.
/// </summary>
internal abstract record Certificate : FamilyPaper
{
    /// <summary>The town of the structure.</summary>
    public required string DrawnUpAt { get; init; }

    /// <summary>The Paris day it was asked for.</summary>
    public required DateOnly DrawnUpOn { get; init; }
}
