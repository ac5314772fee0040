namespace ETicket.Mail.Documents.Papers;

/// <summary>
/// « Courrier de code d'accès » — handed over or posted to a parent who has no address on line yet: how to enter the portal, until when. It proves nothing to anybody else, so
/// it bears no code of verification.
/// </summary>
internal sealed record AccessCodeLetter : IDocument
{
    public required string StructureName { get; init; }
    public required string StructurePlace { get; init; }
    public required string PortalAddress { get; init; }
    public string? ContactPhone { get; init; }
    public string? ContactEmail { get; init; }
    public required string GuardianName { get; init; }
    public required string FamilyName { get; init; }
    public required string FamilyNumber { get; init; }
    public required string UserName { get; init; }
    public required string AccessCode { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>The last Paris day the code opens anything.</summary>
    public required DateOnly ValidUntil { get; init; }

    DateTimeOffset IDocument.FactsOf => MadeAt;
}
