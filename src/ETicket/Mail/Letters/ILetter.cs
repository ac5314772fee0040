namespace ETicket.Mail.Letters;

/// <summary>
/// « Lettre » — one kind of e-mail. The record's properties are the variables its templates may use, and must use: they are stored as
/// jsonb in snake_case when the fact is written, raw (cents, ISO days, codes); only templates write French.
/// Every letter says whose it is and where the portal is, because the common frame prints both.
/// </summary>
internal interface ILetter
{
    /// <summary>The name under which the letter waits in the outbox, and in kebab-case the name of its template files.</summary>
    static abstract string Name { get; }

    /// <summary>What a reader may stop; null: the letter is due anyway.</summary>
    static virtual LetterTopic? Topic => null;

    /// <summary>« En journée » — due anyway, but it can wait for the morning: it leaves only between 8:00 and 20:00 Paris, as every letter with a topic does.</summary>
    static virtual bool ByDay => false;

    string StructureName { get; }

    string PortalAddress { get; }
}
