namespace ETicket.Mail.Letters;

/// <summary>
/// « Lettre » — one kind of e-mail. The record's properties are the variables its templates may use, and must use: they are stored as
/// jsonb in snake_case when the fact is written, raw (cents, ISO days, codes); only templates write French.
/// Every letter says whose it is and where the portal is, because the common frame prints both.
/// Letters wait while the program is replaced by its next version: no variable is taken away or renamed, none changes its type, and a new one is no parameter of the record but a property
/// with a default (<c>public string Place { get; init; } = "";</c>), which those that wait already then have.
/// </summary>
internal interface ILetter
{
    /// <summary>The name under which the letter waits in the outbox, and in kebab-case the name of its template files.</summary>
    static abstract string Name { get; }

    /// <summary>What a reader may stop; null: the letter is due anyway.</summary>
    static virtual LetterTopic? Topic => null;

    /// <summary>
    /// « En journée » — it leaves only between 8:00 and 20:00 Paris: no bad news, and no other, wakes a family. Only what somebody waits for (a receipt, an account), what changes the
    /// very next morning (a closure) and what is an alarm leave at any hour.
    /// </summary>
    static virtual bool ByDay => true;

    /// <summary>When what it says stops being of use or true: a letter that could not leave by then never does. Null: it is told however late. Given by name, so that it is no variable.</summary>
    DateTimeOffset? ExpiresAt => null;

    string StructureName { get; }

    string PortalAddress { get; }
}
