namespace ETicket.Mail.Letters;

/// <summary>« Rubrique » — what part of a family's life, or of the mairie's, a letter belongs to: the order in which letters are listed.</summary>
internal enum LetterStory
{
    /// <summary>« Compte ».</summary>
    Account,

    /// <summary>« Dossier et échanges avec la mairie ».</summary>
    Dossier,

    /// <summary>« Tickets et paiements ».</summary>
    Tickets,

    /// <summary>« Factures ».</summary>
    Invoices,

    /// <summary>« Journées ».</summary>
    Days,

    /// <summary>« Personnel »: the régisseur, the kitchen, the operator.</summary>
    Staff,
}
