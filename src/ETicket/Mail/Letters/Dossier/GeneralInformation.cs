namespace ETicket.Mail.Letters;

/// <summary>« Information de la mairie » — the mairie's own words to the families of a service: a strike announced, a menu, a school fair.</summary>
/// <param name="Title">The subject, in one line.</param>
/// <param name="Service">Whose families read it; null for all of them.</param>
/// <param name="InformationAddress">The « Informations » of the portal.</param>
internal sealed record GeneralInformation(
    string StructureName,
    string FamilyName,
    string GuardianFirstName,
    string Title,
    IReadOnlyList<InformationParagraph> Paragraphs,
    string? Service,
    string InformationAddress,
    string PortalAddress) : ILetter
{
    public static string Name => nameof(GeneralInformation);

    public static LetterTopic? Topic => LetterTopic.News;
}

/// <summary>One paragraph, as it was typed.</summary>
internal sealed record InformationParagraph(string Text);
