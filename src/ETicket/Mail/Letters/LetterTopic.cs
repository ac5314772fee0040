namespace ETicket.Mail.Letters;

/// <summary>
/// « Sujet » — what a reader may stop receiving with one click (RFC 8058). A letter without a topic is due whatever anybody chose: receipts, money taken back, closures, passwords.
/// </summary>
internal enum LetterTopic
{
    /// <summary>« Tickets bientôt épuisés » : the low-balance forecast.</summary>
    LowBalance,

    /// <summary>« Récapitulatif des réservations ». A purchase at the counter brings its receipt, which is due.</summary>
    Bookings,

    /// <summary>« Rappels » : an empty week before its deadline, an invoice still to pay, a justificatif about to expire.</summary>
    Reminders,

    /// <summary>« Informations de la mairie ».</summary>
    News,
}
