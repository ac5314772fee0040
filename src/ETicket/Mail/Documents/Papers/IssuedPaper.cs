namespace ETicket.Mail.Documents.Papers;

/// <summary>
/// « Papier émis » — what every verifiable paper says of who issues it (instruction codificatrice 06-031: the régie, its act, the date) and the code that proves it.
/// <see cref="DocumentDesk"/> fills all of it but the address.
/// </summary>
internal abstract record IssuedPaper : IVerifiable
{
    public string StructureName { get; init; } = "";

    /// <summary>« 33220 Port-Sainte-Foy ».</summary>
    public string StructurePlace { get; init; } = "";

    /// <summary>Null where the paper is the whole structure's.</summary>
    public string? RegieName { get; init; }

    /// <summary>Number and date of the act that created the régie; null for an association, which has none.</summary>
    public string? RegieActNumber { get; init; }
    public DateOnly? RegieActDate { get; init; }
    public string? Code { get; init; }
    public required string PortalAddress { get; init; }

    DateTimeOffset IDocument.FactsOf => At;
    PublicFacts IVerifiable.Public => Told;

    void IDocument.AddUp() => AddUp();

    /// <summary>See <see cref="IDocument.FactsOf"/>.</summary>
    protected abstract DateTimeOffset At { get; }

    /// <summary>See <see cref="IVerifiable.Public"/>.</summary>
    protected abstract PublicFacts Told { get; }

    /// <summary>See <see cref="IDocument.AddUp"/>.</summary>
    protected virtual void AddUp()
    {
    }
}

/// <summary>A paper about one family file: its name and the number the mairie knows it by.</summary>
internal abstract record FamilyPaper : IssuedPaper
{
    public required string FamilyName { get; init; }
    public required string FamilyNumber { get; init; }
}
