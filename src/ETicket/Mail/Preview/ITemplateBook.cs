using ETicket.Kernel;

namespace ETicket.Mail.Preview;

/// <summary>« Recueil de modèles » — letters, or documents: each by its name, with what prevents it, for <see cref="LetterWatch"/>.</summary>
internal interface ITemplateBook
{
    /// <summary>Every file and every example of each, read as they stand; the problem is null where all of them hold.</summary>
    IEnumerable<(string Name, Refusal? Problem)> Look();
}
